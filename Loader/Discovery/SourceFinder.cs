using System.Collections.Immutable;

namespace PluginFramework.Loader.Discovery;

/// <summary>Finds the drops in the watched folders. Remembers what loose assemblies bring along; for one thread at a time.</summary>
internal sealed class SourceFinder
{
    private const int MostFiles = 10_000;

    private static readonly EnumerationOptions AllFiles = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 16,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
    };

    private readonly Dictionary<string, (SourceFile Main, ImmutableArray<string> Names)> _siblings = new(StringComparer.Ordinal);

    /// <summary>All that is there now, by path. A folder that vanishes while it is read is left out.</summary>
    public List<SourceListing> List(IEnumerable<string> directories, IEnumerable<InstalledFolder> installed)
    {
        var listings = new Dictionary<string, SourceListing>(StringComparer.Ordinal);
        foreach (var folder in installed) listings[folder.Path] = ListInstalled(folder);
        foreach (var directory in directories.Select(Path.GetFullPath).Distinct())
        {
            try
            {
                if (!Directory.Exists(directory)) continue;
                foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
                {
                    if (!IsHidden(entry.Name) && ListOne(entry) is { } listing) listings[listing.Location] = listing;
                }
            }
            catch (DirectoryNotFoundException)
            {
                // Deleted meanwhile; the next look shows what became of it.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                listings[directory] = Unlistable(directory, SourceKind.Folder, exception);
            }
        }
        foreach (var gone in _siblings.Keys.Where(path => !listings.ContainsKey(path)).ToArray()) _siblings.Remove(gone);
        return [.. listings.Values.OrderBy(listing => listing.Location, StringComparer.Ordinal)];
    }

    private static SourceListing ListInstalled(InstalledFolder folder)
    {
        const string remedy = "Restore what is installed.";
        try
        {
            return (ListFolder(new DirectoryInfo(folder.Path)) ?? Missing("holds no plugin")) with { InstalledId = folder.Id };
        }
        catch (DirectoryNotFoundException)
        {
            return Missing("is missing") with { InstalledId = folder.Id };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unlistable(folder.Path, SourceKind.Folder, exception) with { InstalledId = folder.Id };
        }

        SourceListing Missing(string what) => new(folder.Path, SourceKind.Folder, []) { Problem = $"{folder.Path} {what}. {remedy}" };
    }

    // Copying programs write under such a name and rename when done.
    private static bool IsHidden(string name) =>
        name.StartsWith('.') || name.EndsWith('~') || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".part", StringComparison.OrdinalIgnoreCase);

    private SourceListing? ListOne(FileSystemInfo entry)
    {
        try
        {
            return entry switch
            {
                DirectoryInfo directory => ListFolder(directory),
                FileInfo file when Has(file.Name, ".nupkg") =>
                    new SourceListing(file.FullName, SourceKind.Package, [SourceFile.Of(file, file.Name)]),
                FileInfo file when Has(file.Name, ".dll") => ListAssembly(file),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unlistable(entry.FullName, entry is DirectoryInfo ? SourceKind.Folder : SourceKind.Assembly, exception);
        }
    }

    private static SourceListing Unlistable(string location, SourceKind kind, Exception exception) =>
        new(location, kind, []) { Problem = $"{location} cannot be read: {exception.Message}" };

    private static bool Has(string name, string extension) => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static SourceListing? ListFolder(DirectoryInfo directory)
    {
        var files = ImmutableArray.CreateBuilder<SourceFile>();
        foreach (var file in directory.EnumerateFiles("*", AllFiles))
        {
            if (files.Count == MostFiles)
                return new SourceListing(directory.FullName, SourceKind.Folder, []) { Problem = $"{directory.Name} holds more than {MostFiles} files, too many for a plugin." };
            files.Add(SourceFile.Of(file, Path.GetRelativePath(directory.FullName, file.FullName).Replace('\\', '/')));
        }
        // A folder without any of these is not meant as a plugin, or its copy has only begun.
        if (!files.Any(file => !file.Name.Contains('/') && (Has(file.Name, ".dll") || Has(file.Name, ".deps.json")))) return null;
        files.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return new SourceListing(directory.FullName, SourceKind.Folder, files.ToImmutable());
    }

    private SourceListing ListAssembly(FileInfo file)
    {
        var directory = file.DirectoryName!;
        var name = Path.GetFileNameWithoutExtension(file.Name);
        var main = SourceFile.Of(file, file.Name);
        var dependencies = SourceFile.Of(new FileInfo(Path.Combine(directory, name + ".deps.json")), name + ".deps.json");

        // Which siblings belong to it stands in its metadata, and in its dependency file, whose times go into the key.
        var key = main with { Changed = main.Changed > dependencies.Changed ? main.Changed : dependencies.Changed };
        if (!_siblings.TryGetValue(file.FullName, out var known) || known.Main != key)
            _siblings[file.FullName] = known = (key, LooseAssembly.FindSiblings(file.FullName, dependencies.Exists));
        return new SourceListing(file.FullName, SourceKind.Assembly,
        [
            main,
            .. known.Names.Select(sibling => SourceFile.Of(new FileInfo(Path.Combine(directory, sibling)), sibling)),
        ]);
    }
}
