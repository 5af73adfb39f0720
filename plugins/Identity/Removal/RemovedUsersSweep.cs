using System.Composition;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Removal;

/// <summary>Deletes removed users once their time is over.</summary>
[Export(typeof(IHostedService)), Shared]
[method: ImportingConstructor]
public sealed class RemovedUsersSweep(RemovedUsers removed, IPluginContext context) : IHostedService, IDisposable
{
    /// <summary>How often it looks. The first look is after as long: a start, and a command that ends at once, need no user database for it.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ILogger _log = context.LoggerFactory.CreateLogger<RemovedUsersSweep>();
    private readonly PeriodicTimer _timer = new(Interval, context.TimeProvider);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
    private Task _looking = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _looking = LookAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _looking.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (await _timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                await removed.PurgeOverdueAsync(_stop.Token);
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                // The user database is a plugin of its own; it may answer the next time.
                _log.PurgeFailed(exception);
            }
        }
    }
}
