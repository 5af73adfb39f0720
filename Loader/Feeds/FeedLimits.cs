namespace PluginFramework.Loader.Feeds;

/// <summary>How long and how much is read from feeds and packages.</summary>
public sealed record FeedLimits
{
    /// <summary>Longest time for a question to a feed, tries included. Default 30 s, more than a slow but working feed takes.</summary>
    public TimeSpan QuestionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for one package. Default 10 min: 500 MiB over a slow line.</summary>
    public TimeSpan DownloadTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time without a byte while an answer is read, or before it begins. Default 20 s.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest answer that is no package, in bytes, unpacked. Default 64 MiB: lists of known vulnerabilities are the longest.</summary>
    public long LongestAnswer { get; init; } = 64L << 20;

    /// <summary>Longest package, in bytes. Default 512 MiB.</summary>
    public long LongestPackage { get; init; } = 512L << 20;

    /// <summary>Most that one package may unpack to, in bytes. Default 1 GiB, as for dropped packages.</summary>
    public long LongestContent { get; init; } = 1L << 30;

    /// <summary>Most files in a package. Default 10,000, as for plugins' folders.</summary>
    public int MostFiles { get; init; } = 10_000;

    /// <summary>Most packages that one change may look at. Default 1,000; a chain without end stops there.</summary>
    public int MostPackages { get; init; } = 1_000;
}
