using System.Security.Cryptography;
using NuGet.Packaging.Core;
using NuGet.Versioning;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>Writes a plugin's folder from its packages, as publishing for this platform would. What is written is on the disk when it returns.</summary>
internal sealed class PluginLayout(PackageStock stock)
{
    /// <param name="id">The plugin's id, which names the folder.</param>
    /// <param name="plugin">Its package and its closure.</param>
    /// <param name="staging">The folder to make it in.</param>
    /// <returns>The hash of its list of files.</returns>
    /// <exception cref="FeedException">A package cannot be had, was replaced, or is unsafe to unpack.</exception>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public async Task<string> WriteAsync(string id, LockedPlugin plugin, string staging)
    {
        var own = await stock.PackageAsync(new PackageIdentity(plugin.Package!, NuGetVersion.Parse(plugin.Version))).ConfigureAwait(false);
        var packages = new List<StockedPackage>();
        foreach (var (package, locked) in plugin.Packages)
            packages.Add(await stock.PackageAsync(new PackageIdentity(package, NuGetVersion.Parse(locked.Version))).ConfigureAwait(false));

        var folder = Path.Combine(staging, id);
        if (Directory.Exists(folder)) throw new IOException($"{folder} is there already; stage into an empty folder.");
        Directory.CreateDirectory(folder);
        var archives = packages.Prepend(own).ToDictionary(package => package, package => PackageArchive.Open(package.File.Path, stock.Limits));
        try
        {
            var files = Choose(own, archives);
            var list = files.Select(file => Write(folder, file.Asset.Target, stream => archives[file.Package].CopyTo(file.Asset.Path, stream))).ToList();
            var main = PluginMain.Find(folder, files.Where(file => file.Package == own && file.Asset.Kind is AssetKind.Runtime).Select(file => file.Asset.Target), own.Identity);
            var dependencies = DependencyFileWriter.Write(own, packages, files);
            list.Add(Write(folder, Path.ChangeExtension(main, ".deps.json"), stream => stream.Write(dependencies)));
            var content = ContentList.Write(list);
            Write(folder, FolderContent.FileName, stream => stream.Write(content));
            foreach (var directory in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) DurableFiles.FlushDirectory(directory);
            DurableFiles.FlushDirectory(folder);
            DurableFiles.FlushDirectory(staging);
            return ContentList.HashOf(content);
        }
        finally
        {
            foreach (var archive in archives.Values) archive.Dispose();
        }
    }

    // Of files of one name the plugin's own counts, then the assembly of the highest version, as when publishing.
    private static List<LaidOutFile> Choose(StockedPackage own, Dictionary<StockedPackage, PackageArchive> archives) =>
    [
        .. archives.OrderBy(entry => entry.Key.Identity.Id, StringComparer.OrdinalIgnoreCase)
            .SelectMany(entry => PackageAssets.Select(entry.Value, isPlugin: entry.Key == own).Select(asset => new LaidOutFile(entry.Key, asset)))
            .GroupBy(file => file.Asset.Target, StringComparer.OrdinalIgnoreCase)
            .Select(same => same.Count() == 1 ? same.First()
                : same.FirstOrDefault(file => file.Package == own) ?? same.MaxBy(file => VersionOf(archives[file.Package].Read(file.Asset.Path)))!)
            .OrderBy(file => file.Asset.Target, StringComparer.Ordinal),
    ];

    private static Version VersionOf(byte[] content)
    {
        try
        {
            using var image = new System.Reflection.PortableExecutable.PEReader(new MemoryStream(content));
            return image.HasMetadata ? System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(image).GetAssemblyDefinition().Version : new Version();
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            return new Version();
        }
    }

    private static (string Name, long Length, byte[] Hash) Write(string folder, string name, Action<Stream> write)
    {
        var path = ContentStore.Resolve(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        write(file);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return (name, file.Length, SHA256.HashData(file));
    }
}
