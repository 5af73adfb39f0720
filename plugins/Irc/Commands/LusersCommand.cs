using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>How many there are (RFC 2812 §3.4.2).</summary>
internal static class LusersCommand
{
    public static ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken) =>
        session.ReplyLusersAsync(cancellationToken);
}
