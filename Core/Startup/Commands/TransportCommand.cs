using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Startup.Commands;

/// <summary><c>--help-transports</c>.</summary>
internal static class TransportCommand
{
    public static async Task<int> ExecuteAsync(CommandContext context)
    {
        var session = await ActSession.OpenAsync(context, [typeof(IConnectionListenerFactory).FullName!]).ConfigureAwait(false);
        var transports = await session.ListTransportsAsync(context.CancellationToken).ConfigureAwait(false);
        context.Screen.Table(["Transport", "Good for"], transports.Select(transport => (string[])[transport.Name, transport.Summary ?? ""]));
        return ExitCode.Ok;
    }
}
