using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Commands;

/// <summary>Asks for a sign of life (RFC 2812 §3.7.2).</summary>
internal static class PingCommand
{
    public static ValueTask RunAsync(IrcSession session, IrcMessage message, CancellationToken cancellationToken)
    {
        var server = session.Server.Options.ServerName;
        if (message.Optional(0) is { } token) session.Writer.Write(default, server, "PONG", [server], token);
        else session.Reply(IrcNumeric.NoOrigin, [], "No origin specified");
        return ValueTask.CompletedTask;
    }
}
