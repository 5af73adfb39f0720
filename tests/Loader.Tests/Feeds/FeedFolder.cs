using PluginFramework.Loader.Feeds.Configuration;

namespace PluginFramework.Loader.Feeds;

/// <summary>A folder of a test's own with a folder feed, a cache and a place for staging, deleted afterwards.</summary>
internal sealed class FeedFolder : IDisposable
{
    public static readonly FeedLimits Quick = new() { QuestionTime = TimeSpan.FromSeconds(20), SilenceTime = TimeSpan.FromSeconds(10), DownloadTime = TimeSpan.FromSeconds(30) };

    public string Root { get; } = Directory.CreateTempSubdirectory("feed-tests-").FullName;

    public string Packages => Path.Combine(Root, "packages");

    public string Cache => Path.Combine(Root, "cache");

    public string Staging => Path.Combine(Root, "staging");

    public FeedConfiguration Local => new() { Feeds = [new Feed("local", Packages)] };

    public string Add(TestPackage package) => package.Write(Packages);

    public string AddPlugin(string id, string version, params string[] dependsOn) =>
        Add(new TestPackage(id, version) { PluginId = id.ToLowerInvariant(), DependsOn = dependsOn });

    /// <summary>A package without content: for resolution only.</summary>
    public string AddLibrary(string id, string version, params string[] dependsOn) =>
        Add(new TestPackage(id, version) { DependsOn = dependsOn, HasAssembly = false });

    public PluginFeeds Open(FeedConfiguration? configuration = null, FeedLimits? limits = null)
    {
        Directory.CreateDirectory(Packages);
        return new(configuration ?? Local, Cache, limits ?? Quick);
    }

    public static FeedConfiguration Of(params Feed[] feeds) => new() { Feeds = [.. feeds] };

    public static FeedConfiguration Of(TestFeed feed) => Of(new Feed("web", feed.Index));

    public string[] CachedPackages() => Directory.Exists(Cache) ? Directory.GetFiles(Cache, "*.nupkg", SearchOption.AllDirectories) : [];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
