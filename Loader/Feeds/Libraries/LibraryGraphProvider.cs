using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Resolution;

namespace PluginFramework.Loader.Feeds.Libraries;

/// <summary>The graph of libraries that are wanted together. A plugin is not for it: it runs as one or not at all.</summary>
internal sealed class LibraryGraphProvider(PackageStock stock, IReadOnlyCollection<PackageDependency> wanted)
    : GraphProvider(stock, new Dictionary<string, NuGetVersion>())
{
    protected override async Task<IEnumerable<PackageDependency>> DependenciesAsync(PackageIdentity package)
    {
        if (IsRoot(package.Id)) return wanted;
        var stocked = await Stocked.PackageAsync(package).ConfigureAwait(false);
        if (stocked.IsPlugin)
        {
            var means = wanted.Any(one => one.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase)) ? "" : ", which what is asked for depends on,";
            throw new ResolutionException($"{stocked.Identity.Id} {stocked.Identity.Version}{means} is a plugin, not a library. Install it: plugin add {stocked.Identity.Id}");
        }

        return stocked.Dependencies.Where(dependency => !HostPackages.Provide(dependency));
    }
}
