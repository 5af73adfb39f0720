using System.Collections.Immutable;

namespace PluginFramework.Loader.Discovery;

/// <summary>Follows all drops from look to look. For one thread at a time.</summary>
internal sealed class WatchedSources(PluginWatcherOptions options, SourceReader reader, TimeProvider time)
{
    private readonly SourceFinder _finder = new();
    private readonly SortedDictionary<string, WatchedSource> _sources = new(StringComparer.Ordinal);

    /// <summary>The folders that are installed, besides what is dropped.</summary>
    public ImmutableArray<InstalledFolder> Installed { get; set; } = [];

    /// <summary>What is there, by location.</summary>
    public ImmutableArray<PluginCandidate> Picture => [.. _sources.Values.Select(source => source.Published).OfType<PluginCandidate>()];

    /// <summary>Something is still changing, or may be.</summary>
    public bool HasUnsettled => _sources.Values.Any(source => !source.IsRead);

    /// <summary>How long until there may be something to do without a notice.</summary>
    public TimeSpan NextLook
    {
        get
        {
            var next = options.RescanInterval;
            foreach (var source in _sources.Values)
            {
                if (source.MissedAt is { } missed) next = Sooner(next, missed, options.SettleTime);
                else if (!source.IsRead) next = Sooner(next, source.ChangedAt, options.SettleTime);
                else if (source.Incomplete is not null) next = Sooner(next, source.ChangedAt, options.GiveUpTime);
            }
            return next > TimeSpan.Zero ? next : TimeSpan.FromMilliseconds(1);
        }
    }

    /// <param name="changed">Paths that were reported as changed: they are read again though they look the same.</param>
    public void Look(IReadOnlyCollection<string> changed)
    {
        var now = time.GetTimestamp();
        Follow(_finder.List(options.Directories, Installed), changed, now);

        var due = _sources.Values.Where(source => !source.IsRead && source.MissedAt is null
            && (source.IsSettled || time.GetElapsedTime(source.ChangedAt, now) >= options.SettleTime)).ToArray();
        var readings = new SourceReading[due.Length];
        Parallel.For(0, due.Length, index => readings[index] = reader.Read(due[index].Listing));
        for (var index = 0; index < due.Length; index++) due[index].Take(readings[index], now);

        foreach (var source in _sources.Values)
        {
            // What is installed was whole before it got its name; nothing more of it comes.
            if (source.Incomplete is not null && (source.Listing.InstalledId is not null || time.GetElapsedTime(source.ChangedAt, now) >= options.GiveUpTime)) source.GiveUp();
        }
    }

    /// <summary>Reports what is incomplete now without waiting for more of it, where nothing stands in the picture for it.</summary>
    public void GiveUp()
    {
        foreach (var source in _sources.Values)
        {
            if (source is { Incomplete: not null, Published: null }) source.GiveUp();
        }
    }

    private void Follow(List<SourceListing> listings, IReadOnlyCollection<string> changed, long now)
    {
        var present = new HashSet<string>(StringComparer.Ordinal);
        var touched = WithFolders(changed);
        foreach (var listing in listings)
        {
            present.Add(listing.Location);
            if (!_sources.TryGetValue(listing.Location, out var source))
            {
                _sources[listing.Location] = new WatchedSource(listing, now) { IsSettled = listing.InstalledId is not null || IsOld(listing) };
                continue;
            }
            source.MissedAt = null;
            if (!source.Listing.IsSameAs(listing) || (source.IsRead && source.IsAmong(touched))) source.Change(listing, now);
        }

        // A drop that is replaced by deleting and copying is gone for a moment only.
        foreach (var (location, source) in _sources.Where(entry => !present.Contains(entry.Key)).ToArray())
        {
            source.MissedAt ??= now;
            if (source.Listing.InstalledId is not null || time.GetElapsedTime(source.MissedAt.Value, now) >= options.SettleTime) _sources.Remove(location);
        }
    }

    private static HashSet<string> WithFolders(IReadOnlyCollection<string> paths)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            for (var current = path; current is not null && all.Add(current); current = Path.GetDirectoryName(current))
            {
                // Each folder above, up to one already there.
            }
        }
        return all;
    }

    // Times in the future come from another clock and say nothing.
    private bool IsOld(SourceListing listing) => time.GetUtcNow().UtcDateTime - listing.Changed >= options.SettleTime;

    private TimeSpan Sooner(TimeSpan next, long since, TimeSpan limit)
    {
        var left = limit - time.GetElapsedTime(since);
        return left < next ? left : next;
    }
}
