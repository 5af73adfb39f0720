using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Commands;

/// <summary>Leaves (RFC 2812 §3.1.7).</summary>
internal static class QuitCommand
{
    public static ValueTask RunAsync(IrcSession session, IrcMessage message, CancellationToken cancellationToken)
    {
        session.End(message.Text(0) is { } reason ? $"Quit: {reason}" : "Quit");
        return ValueTask.CompletedTask;
    }
}
