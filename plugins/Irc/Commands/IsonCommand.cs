using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Who of these is here (RFC 2812 §4.9).</summary>
internal static class IsonCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var present = new List<string>();
        foreach (var nickname in message.Parameters.SelectMany(words => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (await state.Chat.FindPersonAsync(nickname, cancellationToken) is { } person) present.Add(person.Nickname);
        }

        session.Reply(IrcNumeric.IsOn, [], string.Join(' ', present));
    }
}
