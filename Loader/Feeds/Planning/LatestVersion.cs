using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Packages;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>Finds the latest version of a package that its publisher still lists.</summary>
internal sealed class LatestVersion(FeedConfiguration configuration, PackageStock stock)
{
    /// <returns>The version, or <see langword="null"/> where there is none in the range.</returns>
    public async Task<NuGetVersion?> FindAsync(string package, VersionRange range, bool? includePrerelease)
    {
        var allowed = includePrerelease ?? (configuration.IncludePrerelease || range.MinVersion?.IsPrerelease == true);
        var versions = await stock.VersionsAsync(package).ConfigureAwait(false);
        var candidates = versions.Where(version => range.Satisfies(version.Key) && (allowed || !version.Key.IsPrerelease)).Reverse().ToArray();
        if (candidates.Length == 0) return null;
        var unlisted = new HashSet<NuGetVersion>();
        foreach (var client in candidates.Select(candidate => candidate.Value).Distinct())
        {
            var descriptions = await client.DescribeAsync(package, includePrerelease: true, stock.CancellationToken).ConfigureAwait(false);
            unlisted.UnionWith(descriptions.Where(description => !description.IsListed).Select(description => NuGetVersion.Parse(description.Version)));
        }
        return candidates.Select(candidate => candidate.Key).FirstOrDefault(version => !unlisted.Contains(version));
    }
}
