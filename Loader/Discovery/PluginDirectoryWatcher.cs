using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Discovery;

/// <summary>
/// Watches the folders that plugins are dropped into. A drop enters the picture once it has settled and is complete; while it is
/// overwritten its previous version stays. File system notices only say when to look; what is there is always looked at afresh.
/// </summary>
public sealed class PluginDirectoryWatcher : IDisposable
{
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(50);

    private readonly PluginWatcherOptions _options;
    private readonly TimeProvider _time;
    private readonly WatchedSources _sources;
    private readonly ChangeNotices _notices;

    // One look at a time.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private ImmutableArray<PluginCandidate>? _last;
    private volatile StrongBox<ImmutableArray<PluginCandidate>> _latest = new([]);

    /// <summary>Makes a watcher; nothing is looked at before it is asked.</summary>
    /// <param name="options">Where, and how patiently.</param>
    /// <param name="store">Where drops are copied to.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/>: the system's.</param>
    public PluginDirectoryWatcher(PluginWatcherOptions options, ContentStore store, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(store);
        _options = options;
        _time = timeProvider ?? TimeProvider.System;
        _sources = new WatchedSources(options, new SourceReader(store, _time), _time);
        _notices = new ChangeNotices(options.Directories, _time);
    }

    /// <summary>
    /// What there is now. What has not changed for the settle time counts at once; only where something is younger does this wait,
    /// once, for it to settle. What is incomplete then is reported as it stands; what still changes is left to <see cref="WatchAsync"/>.
    /// </summary>
    /// <exception cref="IOException">A watched folder cannot be read.</exception>
    public async Task<ImmutableArray<PluginCandidate>> ScanAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _notices.Listen();
            await Task.Run(() => _sources.Look([]), cancellationToken).ConfigureAwait(false);
            // A delay may end a little before its time by the clock that settling is measured with, hence the second, short one.
            foreach (var wait in (TimeSpan[])[_options.SettleTime, _options.SettleTime / 4])
            {
                if (!_sources.HasUnsettled) break;
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
                await Task.Run(() => _sources.Look([]), cancellationToken).ConfigureAwait(false);
            }
            // Nobody may look again: a command asks once. Where somebody does, the rest of a copy is seen to come.
            _sources.GiveUp();
            return Publish();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The folders that are installed, besides what is dropped, from the beginning.</summary>
    internal ImmutableArray<InstalledFolder> Installed { init => _sources.Installed = value; }

    /// <summary>The latest picture given out.</summary>
    internal ImmutableArray<PluginCandidate> Latest => _latest.Value;

    /// <summary>Sets the folders that are installed, besides what is dropped, and looks at once.</summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    internal async Task<ImmutableArray<PluginCandidate>> SetInstalledAsync(ImmutableArray<InstalledFolder> folders, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _sources.Installed = folders;
            await Task.Run(() => _sources.Look([]), cancellationToken).ConfigureAwait(false);
            return Publish();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Each new complete picture that differs from the last one given out, here or by <see cref="ScanAsync"/>.</summary>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async IAsyncEnumerable<ImmutableArray<PluginCandidate>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (await LookAsync(cancellationToken).ConfigureAwait(false) is { } picture) yield return picture;
            if (await _notices.WaitAsync(_sources.NextLook, cancellationToken).ConfigureAwait(false))
                await Task.Delay(GatherTime, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notices.Dispose();
        _turn.Dispose();
    }

    private async Task<ImmutableArray<PluginCandidate>?> LookAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _notices.Listen();
            var changed = _notices.Take();
            await Task.Run(() => _sources.Look(changed), cancellationToken).ConfigureAwait(false);
            var picture = _sources.Picture;
            if (_last is { } last && picture.SequenceEqual(last, SameContent.Instance)) return null;
            return Publish();
        }
        finally
        {
            _turn.Release();
        }
    }

    private ImmutableArray<PluginCandidate> Publish()
    {
        var picture = _sources.Picture;
        _last = picture;
        _latest = new(picture);
        return picture;
    }

    private sealed class SameContent : IEqualityComparer<PluginCandidate>
    {
        public static readonly SameContent Instance = new();

        public bool Equals(PluginCandidate? x, PluginCandidate? y) =>
            (x?.Location, x?.ContentHash, x?.Problem) == (y?.Location, y?.ContentHash, y?.Problem);

        public int GetHashCode(PluginCandidate obj) => HashCode.Combine(obj.Location, obj.ContentHash, obj.Problem);
    }
}
