namespace PluginFramework.Loader.Discovery;

/// <summary>A drop as it is followed from look to look.</summary>
internal sealed class WatchedSource(SourceListing listing, long now)
{
    public SourceListing Listing { get; set; } = listing;

    /// <summary>When it was last seen to change, as a timestamp.</summary>
    public long ChangedAt { get; set; } = now;

    /// <summary>When it was first missed, or <see langword="null"/> while it is there.</summary>
    public long? MissedAt { get; set; }

    /// <summary>It need not be watched for quiet before it is read.</summary>
    public bool IsSettled { get; set; }

    /// <summary>It has been read as it now stands.</summary>
    public bool IsRead { get; set; }

    /// <summary>What is incomplete about it as it now stands.</summary>
    public string? Incomplete { get; set; }

    /// <summary>What stands in the picture for it.</summary>
    public PluginCandidate? Published { get; private set; }

    public void Change(SourceListing listing, long now)
    {
        (Listing, ChangedAt, IsSettled, IsRead, Incomplete) = (listing, now, listing.InstalledId is not null, false, null);
    }

    public void Take(SourceReading reading, long now)
    {
        switch (reading)
        {
            case SourceReading.Found found:
                (Published, IsRead) = (found.Candidate with { InstalledId = Listing.InstalledId }, true);
                break;
            case SourceReading.Nothing:
                (Published, IsRead) = (null, true);
                break;
            case SourceReading.Incomplete incomplete:
                (Incomplete, IsRead) = (incomplete.Problem, true);
                break;
            default:
                Change(Listing, now);
                break;
        }
    }

    public void GiveUp()
    {
        Published = new PluginCandidate(Listing.Location, "", "", null, Incomplete) { InstalledId = Listing.InstalledId };
        Incomplete = null;
    }

    /// <summary>Whether one of the paths is it or a file of it.</summary>
    /// <param name="touched">The changed paths and all folders above them.</param>
    public bool IsAmong(HashSet<string> touched) =>
        touched.Contains(Listing.Location) || (Listing.Kind is SourceKind.Assembly && Listing.Files.Any(file => touched.Contains(file.Path)));
}
