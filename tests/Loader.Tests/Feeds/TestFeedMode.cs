namespace PluginFramework.Loader.Feeds;

internal enum TestFeedMode
{
    Normal,
    Hang,
    HangOnPackages,
    Error,
    NotFound,
    Malformed,
    Endless,
    RedirectToPlain,
    Truncated,
    TruncatedOnce,
}
