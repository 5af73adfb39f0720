using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>The graph of one plugin's packages. Other plugins are leaves of it: what they bring is theirs.</summary>
internal sealed class ClosureProvider(PackageStock stock, PackageIdentity plugin, IReadOnlyDictionary<string, NuGetVersion> preferred) : GraphProvider(stock, preferred)
{
    protected override async Task<IEnumerable<PackageDependency>> DependenciesAsync(PackageIdentity package)
    {
        var stocked = await Stocked.PackageAsync(package).ConfigureAwait(false);
        var isRoot = package.Equals(plugin);
        if (stocked.IsPlugin && !isRoot) return [];
        if (isRoot && stocked.ContractsProblem is { } problem) throw new ResolutionException(problem);
        return stocked.Dependencies.Where(dependency => !HostPackages.Provide(dependency));
    }
}
