using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>The server's version (RFC 2812 §3.4.3).</summary>
internal static class VersionCommand
{
    public static ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        session.Reply(IrcNumeric.Version, [session.Server.Version, session.Server.Options.ServerName], "one chat network for every protocol");
        session.ReplyISupport();
        return ValueTask.CompletedTask;
    }
}
