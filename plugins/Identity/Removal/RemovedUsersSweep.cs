using System.Composition;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Removal;

/// <summary>Deletes removed users once their time is over.</summary>
[Export(typeof(IHostedService)), Shared]
[method: ImportingConstructor]
public sealed class RemovedUsersSweep(RemovedUsers removed, IPluginContext context) : BackgroundService
{
    /// <summary>How often it looks. The first look is after as long: a start, and a command that ends at once, need no user database for it.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ILogger _log = context.LoggerFactory.CreateLogger<RemovedUsersSweep>();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, context.TimeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await removed.PurgeOverdueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The user database is a plugin of its own; it may answer the next time.
                _log.PurgeFailed(exception);
            }
        }
    }
}
