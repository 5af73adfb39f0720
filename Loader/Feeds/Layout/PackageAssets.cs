using System.Collections.Immutable;
using NuGet.Client;
using NuGet.ContentModel;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>Chooses the files of a package that serve this framework and platform, by NuGet's own conventions.</summary>
internal static class PackageAssets
{
    private static readonly ManagedCodeConventions Conventions = new(Platform.Graph);

    /// <param name="archive">The package.</param>
    /// <param name="isPlugin">Whether it is the plugin's own package, all of whose files beside its assembly come along.</param>
    public static IReadOnlyList<PackageAsset> Select(PackageArchive archive, bool isPlugin)
    {
        var content = new ContentItemCollection();
        content.Load(archive.Files);
        var here = Conventions.Criteria.ForFrameworkAndRuntime(Platform.Framework, Platform.RuntimeIdentifier);
        var anywhere = Conventions.Criteria.ForFramework(Platform.Framework);

        var assemblies = Items(content.FindBestItemGroup(here, Conventions.Patterns.RuntimeAssemblies));
        var common = Items(content.FindBestItemGroup(anywhere, Conventions.Patterns.RuntimeAssemblies));
        var natives = Items(content.FindBestItemGroup(here, Conventions.Patterns.NativeLibraries));
        List<PackageAsset> assets =
        [
            .. assemblies.Where(path => IsAssembly(path) && !HostPackages.IsHosts(Path.GetFileName(path))).Select(path => new PackageAsset(AssetKind.Runtime, path, Path.GetFileName(path))),
            .. natives.Select(path => new PackageAsset(AssetKind.Native, path, Path.GetFileName(path))),
        ];
        foreach (var folder in assemblies.Concat(common).Select(FolderOf).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var path in archive.Files.Where(path => path.StartsWith(folder, StringComparison.OrdinalIgnoreCase)))
            {
                var target = path[folder.Length..];
                if (target.Count(letter => letter == '/') == 1 && target.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase))
                    assets.Add(new PackageAsset(AssetKind.Resources, path, target));
                else if (isPlugin && !IsAssembly(path) && !target.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(target) != "_._")
                    assets.Add(new PackageAsset(AssetKind.Other, path, target));
            }
        }
        return [.. assets.DistinctBy(asset => asset.Target, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The frameworks a package has assemblies for where none of them serves this one; empty where one does, or it has no assemblies.</summary>
    public static ImmutableArray<string> FindOtherFrameworks(PackageArchive archive)
    {
        var content = new ContentItemCollection();
        content.Load(archive.Files);
        if (content.FindBestItemGroup(Conventions.Criteria.ForFrameworkAndRuntime(Platform.Framework, Platform.RuntimeIdentifier), Conventions.Patterns.RuntimeAssemblies) is not null) return [];
        return
        [
            .. archive.Files.Where(path => IsAssembly(path) && path.StartsWith("lib/", StringComparison.OrdinalIgnoreCase) && path.Count(letter => letter == '/') > 1)
                .Select(path => path.Split('/')[1]).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static IEnumerable<string> Items(ContentItemGroup? group) => group?.Items.Select(item => item.Path) ?? [];

    private static bool IsAssembly(string path) => path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];
}
