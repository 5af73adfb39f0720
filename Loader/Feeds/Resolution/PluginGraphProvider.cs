using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>The graph of plugins: of each, the plugins that its closure ends in.</summary>
/// <param name="stock">Where packages come from.</param>
/// <param name="roots">What the operator asked for.</param>
/// <param name="preferred">Versions to keep.</param>
/// <param name="closureOf">The closure of a plugin package.</param>
internal sealed class PluginGraphProvider(
    PackageStock stock, IReadOnlyCollection<PackageDependency> roots, IReadOnlyDictionary<string, NuGetVersion> preferred, Func<PackageIdentity, Task<LockedPlugin>> closureOf)
    : GraphProvider(stock, preferred)
{
    protected override async Task<IEnumerable<PackageDependency>> DependenciesAsync(PackageIdentity package) => IsRoot(package.Id)
        ? roots
        : (await closureOf(package).ConfigureAwait(false)).Plugins?.Select(plugin => new PackageDependency(plugin.Key, VersionRange.Parse(plugin.Value))) ?? [];
}
