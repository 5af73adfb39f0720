using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Feeds.Packages;
using PluginFramework.Loader.Feeds.Resolution;
using PluginFramework.Loader.Metadata;
using PluginFramework.Plugins;

namespace PluginFramework.Loader.Feeds.Libraries;

/// <summary>Reads from packages what is to be loaded of them.</summary>
internal sealed class LibraryContent(FeedLimits limits)
{
    private readonly List<StockedPackage> _packages = [];
    private readonly Dictionary<string, (StockedPackage Package, Version Version, ResolvedAssembly Assembly)> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private long _length;

    /// <param name="package">The package.</param>
    /// <param name="isWanted">It was asked for by name.</param>
    /// <exception cref="ResolutionException">It cannot be used here.</exception>
    /// <exception cref="FeedException">It is damaged or too big.</exception>
    public void Add(StockedPackage package, bool isWanted)
    {
        _packages.Add(package);
        using var archive = PackageArchive.Open(package.File.Path, limits);
        var assets = PackageAssets.Select(archive, isPlugin: false);
        if (assets.FirstOrDefault(asset => asset.Kind is AssetKind.Native) is { } native)
        {
            throw new ResolutionException($"{NameOf(package)} has native code ({native.Path}), which cannot be loaded and freed while the daemon runs. "
                + "Use it from a plugin that keeps it as a resident library.");
        }

        if (PackageAssets.FindOtherFrameworks(archive) is { IsEmpty: false } others)
        {
            throw new ResolutionException($"{NameOf(package)} has nothing for {Platform.Framework.GetShortFolderName()}: it is for {string.Join(", ", others)}. "
                + "Name a version that is for it, or use another package.");
        }

        if (isWanted && package.Dependencies.IsEmpty && !archive.Files.Any(file => file.StartsWith("lib/", StringComparison.OrdinalIgnoreCase)
            || file.StartsWith("runtimes/", StringComparison.OrdinalIgnoreCase)))
            throw new ResolutionException($"{NameOf(package)} holds no library that code could use: it may be a tool, or something for building. Use another package.");
        foreach (var asset in assets.Where(asset => asset.Kind is AssetKind.Runtime && asset.Target.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
            Add(package, archive, asset);
    }

    /// <summary>All that was added.</summary>
    public ImmutableArray<ResolvedPackage> ToPackages() =>
    [
        .. _packages.Select(package => new ResolvedPackage(package.Identity.Id, package.File.Version, package.File.Feed)
        {
            Assemblies = [.. _assemblies.Values.Where(entry => entry.Package == package).Select(entry => entry.Assembly)],
        }),
    ];

    private void Add(StockedPackage package, PackageArchive archive, PackageAsset asset)
    {
        var image = archive.Read(asset.Path);
        var (name, version) = Identify(package, asset, image);
        // Types that cross, and what the host has as new, are the host's.
        if (HostAssemblies.IsUnified(name) || HostAssemblies.VersionOf(name) >= version) return;
        // As when publishing, of several the newest.
        if (_assemblies.TryGetValue(name, out var other) && other.Version >= version) return;
        var documentation = archive.Files.FirstOrDefault(file => file.Equals(Path.ChangeExtension(asset.Path, ".xml"), StringComparison.OrdinalIgnoreCase)) is { } text
            ? archive.Read(text) : [];
        _length += image.Length + documentation.Length;
        if (_length > limits.LongestContent)
            throw new ResolutionException($"With {NameOf(package)} all the libraries have more than {limits.LongestContent >> 20} MiB, more than is loaded while the daemon runs.");
        _assemblies[name] = (package, version, new(name, image) { Documentation = documentation });
    }

    private static (string Name, Version Version) Identify(StockedPackage package, PackageAsset asset, byte[] image)
    {
        try
        {
            using var reader = new PEReader(new MemoryStream(image));
            if (AssemblyImage.Examine(reader, image.Length) is { } problem) throw new FeedException($"{asset.Path} of {NameOf(package)} {problem}");
            var metadata = reader.GetMetadataReader();
            var definition = metadata.GetAssemblyDefinition();
            return (metadata.GetString(definition.Name), definition.Version);
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            throw new FeedException($"{asset.Path} of {NameOf(package)} is no whole .NET assembly: {exception.Message} Ask its publisher.", exception);
        }
    }

    private static string NameOf(StockedPackage package) => $"{package.Identity.Id} {package.Identity.Version.ToNormalizedString()}";
}
