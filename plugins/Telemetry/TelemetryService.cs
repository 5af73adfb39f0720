using System.Composition;
using Microsoft.Extensions.Hosting;
using PluginFramework.Plugins;

namespace PluginFramework.Telemetry;

/// <summary>Exports as long as the plugin runs, if it is to.</summary>
[Export(typeof(IHostedService)), Shared]
[method: ImportingConstructor]
public sealed class TelemetryService(IPluginContext context) : IHostedService, IAsyncDisposable
{
    private OtlpExport? _export;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = context.GetOptions<TelemetryOptions>();
        if (options.Endpoint.Length > 0) _export = new(options, new ExportFailures(context.LoggerFactory.CreateLogger("telemetry"), context.TimeProvider));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left.</summary>
    public ValueTask DisposeAsync() => _export?.DisposeAsync() ?? ValueTask.CompletedTask;
}
