using System.Xml;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using PluginFramework.Loader.Feeds;
using PluginFramework.Loader.Metadata;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Discovery;

/// <summary>A dropped NuGet package: of its files, those that this host would load, laid out as published output.</summary>
internal sealed class PluginPackage : IDisposable
{
    private const long LongestContent = 1L << 30;

    private static readonly NuGetFramework Host = Platform.Framework;
    private readonly PackageArchiveReader _reader;

    private PluginPackage(PackageArchiveReader reader, IReadOnlyCollection<ContentFile> files) => (_reader, Files) = (reader, files);

    public IReadOnlyCollection<ContentFile> Files { get; }

    /// <exception cref="PackageException">It is no package, or has nothing for this host.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PluginPackage Open(string path)
    {
        var name = Path.GetFileName(path);
        PackageArchiveReader? reader = null;
        try
        {
            reader = new PackageArchiveReader(path);
            var package = new PluginPackage(reader, Select(reader, name));
            reader = null;
            return package;
        }
        catch (InvalidDataException exception)
        {
            throw new PackageException($"{name} is truncated or no NuGet package. Copy it again.", isTruncated: true, exception);
        }
        catch (Exception exception) when (exception is PackagingException or XmlException or ArgumentException or FormatException)
        {
            throw new PackageException($"{name} is no valid NuGet package: {exception.Message}", innerException: exception);
        }
        finally
        {
            reader?.Dispose();
        }
    }

    public void Dispose() => _reader.Dispose();

    private static ContentFile[] Select(PackageArchiveReader reader, string name)
    {
        var all = reader.GetFiles().ToArray();
        if (Array.Find(all, IsUnsafe) is { } culprit) throw new PackageException($"{name} holds the file name '{culprit}', which leads out of its folder.");
        var isPlugin = PackageTypes.IsPlugin(reader.NuspecReader);

        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var groups = reader.GetLibItems().ToArray();
        if (NuGetFrameworkUtility.GetNearest(groups, Host) is { } nearest)
        {
            foreach (var item in nearest.Items) files[Below(item, 2)] = item;
        }
        // Nearest platform last, so that it has the last word.
        foreach (var platform in Platform.Names.Reverse())
        {
            var prefix = $"runtimes/{platform}/";
            string[] items = [.. all.Where(item => item.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))];
            foreach (var item in items.Where(item => item.StartsWith(prefix + "native/", StringComparison.OrdinalIgnoreCase))) files[Below(item, 3)] = item;
            var libraries = items.Where(item => item.StartsWith(prefix + "lib/", StringComparison.OrdinalIgnoreCase))
                .GroupBy(item => item.Split('/')[3], StringComparer.OrdinalIgnoreCase)
                .Select(group => new FrameworkSpecificGroup(NuGetFramework.ParseFolder(group.Key), group));
            foreach (var item in NuGetFrameworkUtility.GetNearest(libraries, Host)?.Items ?? []) files[Below(item, 4)] = item;
        }

        if (!files.Keys.Any(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            var found = string.Join(", ", groups.Select(group => group.TargetFramework.GetShortFolderName()));
            throw new PackageException(isPlugin || found.Length > 0
                ? $"{name} has no assembly for {Host.GetShortFolderName()}{(found.Length > 0 ? $", only for {found}" : "")}; pack the plugin for {Host.GetShortFolderName()}."
                : $"{name} is no plugin: it has neither the package type {PackageTypes.Plugin} nor an assembly.");
        }
        // Its dependencies are checked against what it holds.
        var nuspec = reader.GetNuspecFile();
        files[Path.GetFileName(nuspec)] = nuspec;

        var result = files.Select(file => new ContentFile(file.Key, reader.GetEntry(file.Value).Length, () => reader.GetStream(file.Value))).ToArray();
        return result.Sum(file => file.Length) <= LongestContent ? result
            : throw new PackageException($"{name} unpacks to more than {LongestContent} bytes; drop the plugin's published output as a folder instead.");
    }

    private static bool IsUnsafe(string path) =>
        path.Contains('\\', StringComparison.Ordinal) || Path.IsPathRooted(path) || path.Contains(':', StringComparison.Ordinal)
        || path.Split('/').Any(segment => segment is ".." or ".");

    private static string Below(string path, int folders) => string.Join('/', path.Split('/').Skip(folders));
}
