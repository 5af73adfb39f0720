namespace PluginFramework.Loader.Feeds;

/// <summary>What is going on.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Subject">To what: a package and version, or what is searched for.</param>
/// <param name="Feed">With which feed; empty where none is involved.</param>
/// <param name="Bytes">How far a download is; 0 elsewhere.</param>
public sealed record FeedProgress(FeedActivity Activity, string Subject, string Feed, long Bytes = 0);
