using NuGet.Packaging.Core;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>Finds which assembly of a plugin package is the plugin, and its id.</summary>
internal static class PluginMain
{
    /// <summary>The file name of the only one marked as a plugin.</summary>
    /// <exception cref="ResolutionException">There is none, or several.</exception>
    public static string Find(string folder, IEnumerable<string> files, PackageIdentity package)
    {
        using var images = new PluginFolder(folder);
        var marked = files.Where(file => images.Find(Path.GetFileNameWithoutExtension(file)) is { } image && ManifestReader.IsPlugin(image)).ToArray();
        return marked switch
        {
            [var main] => main,
            [] => throw new ResolutionException($"{package.Id} {package.Version} has the package type {PackageTypes.Plugin}, but no assembly for "
                + $"{Platform.Framework.GetShortFolderName()} that is marked [assembly: Plugin(\"id\")]. Ask its publisher."),
            _ => throw new ResolutionException($"{package.Id} {package.Version} holds {marked.Length} plugins ({string.Join(", ", marked)}); "
                + "a package can hold one. Ask its publisher."),
        };
    }

    /// <summary>The plugin's id, read from the package without running any of it.</summary>
    /// <param name="package">The package.</param>
    /// <param name="limits">Bounds for unpacking.</param>
    /// <param name="temporary">Where its assemblies may lie for a moment.</param>
    public static string ReadId(StockedPackage package, FeedLimits limits, string temporary)
    {
        var folder = Path.Combine(temporary, $"inspect-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        try
        {
            using (var archive = PackageArchive.Open(package.File.Path, limits))
            {
                foreach (var asset in PackageAssets.Select(archive, isPlugin: true).Where(asset => asset.Kind is AssetKind.Runtime))
                {
                    using var file = File.Create(Path.Combine(folder, asset.Target));
                    archive.CopyTo(asset.Path, file);
                }
            }
            var id = ManifestReader.Read(folder, Find(folder, Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)), package.Identity)).Id;
            return PluginId.IsValid(id) ? id
                : throw new ResolutionException($"{package.Identity.Id} {package.Identity.Version} holds a plugin with the id '{id}', which is not valid. Ask its publisher.");
        }
        catch (ManifestException exception)
        {
            throw new ResolutionException($"{package.Identity.Id} {package.Identity.Version} cannot be read as a plugin: {exception.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
