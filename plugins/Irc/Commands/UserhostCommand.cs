using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Presence of up to five people (RFC 2812 §4.8).</summary>
internal static class UserhostCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var replies = new List<string>();
        foreach (var nickname in message.Parameters.Take(5))
        {
            if (await state.Chat.FindPersonAsync(nickname, cancellationToken) is not { } person) continue;
            replies.Add($"{person.Nickname}{(person.IsOperator ? "*" : "")}={(person.Away is null ? '+' : '-')}{person.Account}@{person.Protocol}");
        }

        session.Reply(IrcNumeric.UserHost, [], string.Join(' ', replies));
    }
}
