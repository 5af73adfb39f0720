using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Loader.Discovery;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Follows the plugin directories and the configuration file, and hands on what it sees.</summary>
/// <param name="change">Carries a change out on the lifecycle thread, and logs what it runs into.</param>
/// <param name="configurationFollowed">Told when a changed configuration has been carried out.</param>
/// <param name="logger">The log.</param>
/// <param name="stopping">Ends it.</param>
internal sealed class HostWatch(Func<Func<Picture, Picture>, Task> change, Func<Task> configurationFollowed, ILogger logger, CancellationToken stopping)
{
    private Task _watching = Task.CompletedTask;

    /// <summary>Begins to watch.</summary>
    /// <param name="watcher">The plugin directories.</param>
    /// <param name="monitor">The configuration file, if there is one; disposed of at the end.</param>
    /// <param name="configurationTaken">Told of a changed configuration before it is carried out.</param>
    /// <param name="first">What to do before the plugin directories are watched.</param>
    public void Start(PluginDirectoryWatcher watcher, HostConfigurationMonitor? monitor, Action<HostConfiguration>? configurationTaken, Action first) =>
        _watching = Task.WhenAll(
            WatchAsync(() => WatchPluginsAsync(watcher, first)),
            monitor is null ? Task.CompletedTask : WatchAsync(() => WatchConfigurationAsync(monitor, configurationTaken)));

    /// <summary>When it has ended, and the change that was being carried out is done.</summary>
    public Task WhenEndedAsync(CancellationToken cancellationToken) => _watching.WaitAsync(cancellationToken);

    private async Task WatchPluginsAsync(PluginDirectoryWatcher watcher, Action first)
    {
        await Task.Run(first).ConfigureAwait(false);
        // What was seen may be older by the time it is carried out than what a change of generation has looked at since.
        await foreach (var _ in watcher.WatchAsync(stopping).ConfigureAwait(false))
            await change(picture => picture.With(watcher.Latest)).ConfigureAwait(false);
    }

    private async Task WatchConfigurationAsync(HostConfigurationMonitor monitor, Action<HostConfiguration>? configurationTaken)
    {
        await using var owned = monitor.ConfigureAwait(false);
        await foreach (var configuration in monitor.ReadChangesAsync(stopping).ConfigureAwait(false))
        {
            configurationTaken?.Invoke(configuration);
            // The latest there is when its turn comes: the host may have changed the file itself meanwhile.
            await change(picture => picture.With(monitor.Current)).ConfigureAwait(false);
            await configurationFollowed().ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(Func<Task> watch)
    {
        try
        {
            await watch().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // What runs goes on running; that changes are no longer seen must be known.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LifecycleLog.WatchEnded(logger, exception);
        }
    }
}
