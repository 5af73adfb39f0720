using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>The message of the day (RFC 2812 §3.4.1).</summary>
internal static class MotdCommand
{
    public static ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        session.ReplyMotd();
        return ValueTask.CompletedTask;
    }
}
