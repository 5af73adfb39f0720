using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Goes away or comes back (RFC 2812 §4.1).</summary>
internal static class AwayCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        await state.Chat.SetAwayAsync(message.Text(0), cancellationToken);
        if (message.Optional(0) is null) session.Reply(IrcNumeric.UnAway, [], "You are no longer marked as being away");
        else session.Reply(IrcNumeric.NowAway, [], "You have been marked as being away");
    }
}
