using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Commands;

/// <summary>A sign of life (RFC 2812 §3.7.3). To have sent anything is enough, so there is nothing to do.</summary>
internal static class PongCommand
{
    public static ValueTask RunAsync(IrcSession session, IrcMessage message, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
