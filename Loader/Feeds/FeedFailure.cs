namespace PluginFramework.Loader.Feeds;

/// <summary>What kept a feed from answering.</summary>
/// <param name="Feed">Its name.</param>
/// <param name="Message">What happened and what to do.</param>
public sealed record FeedFailure(string Feed, string Message);
