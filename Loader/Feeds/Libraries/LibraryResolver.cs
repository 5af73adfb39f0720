using System.Collections.Immutable;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Configuration;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Plugins;

namespace PluginFramework.Loader.Feeds.Libraries;

/// <summary>Finds the packages that libraries come to, and what of them is to be loaded. For one request.</summary>
internal sealed class LibraryResolver(FeedConfiguration configuration, PackageStock stock)
{
    /// <exception cref="ResolutionException">There is no such set, or a package in it cannot be used here.</exception>
    /// <exception cref="FeedException">A package cannot be had.</exception>
    public async Task<ImmutableArray<ResolvedPackage>> ResolveAsync(ImmutableArray<PackageRequest> requests)
    {
        var wanted = new List<PackageDependency>();
        foreach (var request in requests) wanted.Add(new(request.Id, await RangeAsync(request).ConfigureAwait(false)));
        var nodes = await GraphWalk.RunAsync(new LibraryGraphProvider(stock, wanted), GraphProvider.Root, GraphProvider.RootVersion).ConfigureAwait(false);

        var content = new LibraryContent(stock.Limits);
        foreach (var node in nodes.OrderBy(node => node.Identity.Id, StringComparer.OrdinalIgnoreCase))
        {
            stock.CancellationToken.ThrowIfCancellationRequested();
            var package = await stock.PackageAsync(node.Identity).ConfigureAwait(false);
            content.Add(package, isWanted: wanted.Exists(one => one.Id.Equals(package.Identity.Id, StringComparison.OrdinalIgnoreCase)));
        }

        return content.ToPackages();
    }

    private async Task<VersionRange> RangeAsync(PackageRequest request)
    {
        VersionRange? range = null;
        if (request.Version is not null && !VersionRange.TryParse(request.Version, out range))
            throw new FeedException($"'{request.Version}' is no version of {request.Id}, and no range. Write 1.2.3 (at least), [1.2.3] (exactly), [1.0,2.0) or 1.*.");
        if ((await stock.VersionsAsync(request.Id).ConfigureAwait(false)).IsEmpty)
        {
            var asked = string.Join(", ", configuration.FeedsFor(request.Id).Select(feed => feed.Name));
            throw new FeedException($"There is no package {request.Id} (asked: {asked}). Check the id, or add the feed that has it.");
        }

        if (range is not null) return range;
        return await new LatestVersion(configuration, stock).FindAsync(request.Id, VersionRange.All, includePrerelease: null).ConfigureAwait(false) is { } latest
            ? HostPackages.Exactly(latest)
            : throw new FeedException($"{request.Id} has no version that is listed and no pre-release. Name the version that is wanted.");
    }
}
