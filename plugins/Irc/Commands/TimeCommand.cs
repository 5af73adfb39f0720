using System.Globalization;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>The server's time (RFC 2812 §3.4.6).</summary>
internal static class TimeCommand
{
    public static ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var now = session.Server.Clock.GetUtcNow().UtcDateTime;
        session.Reply(IrcNumeric.Time, [session.Server.Options.ServerName], now.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}
