using System.Collections.Immutable;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Discovery;

/// <summary>Turns a drop that has settled into a candidate: is it whole, copy it to the store, read the copy. Safe for several threads.</summary>
internal sealed class SourceReader(ContentStore store, TimeProvider time)
{
    // Two writes within this time may leave the same time stamp.
    private static readonly TimeSpan TimeStampDoubt = TimeSpan.FromSeconds(2);

    public SourceReading Read(SourceListing source)
    {
        if (source.Problem is not null) return new SourceReading.Incomplete(source.Problem);
        try
        {
            var fingerprint = source.Fingerprint();
            if (store.Find(fingerprint) is { } known) return Describe(source, known);

            using var package = source.Kind is SourceKind.Package ? PluginPackage.Open(source.Location) : null;
            if (package is null && Completeness.Check(source) is { } reading) return reading;
            var content = store.Add(package?.Files ?? FilesOf(source));
            if (source.Files.Any(file => SourceFile.Of(new FileInfo(file.Path), file.Name) != file)) return new SourceReading.Changing();
            if (time.GetUtcNow() - source.Changed > TimeStampDoubt) store.Remember(fingerprint, content);
            return Describe(source, content);
        }
        catch (PackageException exception)
        {
            return exception.IsTruncated ? new SourceReading.Incomplete(exception.Message) : Unreadable(source, exception.Message);
        }
        catch (Exception exception) when (exception is ContentChangedException or FileNotFoundException or DirectoryNotFoundException)
        {
            return new SourceReading.Changing();
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return new SourceReading.Incomplete($"{Path.GetFileName(source.Location)} cannot be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever one drop holds, the others must be found.
            return Unreadable(source, $"{Path.GetFileName(source.Location)} cannot be read: {exception.GetType().Name}: {exception.Message}");
        }
    }

    public static SourceReading.Found Unreadable(SourceListing source, string problem) =>
        new(new PluginCandidate(source.Location, "", "", null, problem));

    private static ContentFile[] FilesOf(SourceListing source) => [.. source.Files.Where(file => file.Exists).Select(file =>
    {
        if (file.Name.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase) && !file.Name.Contains('/')
            && DependencyFile.WithoutHosts(file.Path, source.Has) is { } content)
        {
            return new ContentFile(file.Name, content.Length, () => new MemoryStream(content, writable: false));
        }
        return new ContentFile(file.Name, file.Length,
            () => new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
    })];

    private static bool IsAlone(StoredContent content) => content.Files.Count(name => name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)) == 1;

    private static SourceReading.Found Describe(SourceListing source, StoredContent content)
    {
        var candidate = new PluginCandidate(source.Location, content.Hash, content.Path, null, null);
        using var folder = new PluginFolder(content.Path, content.Files);
        try
        {
            var main = source.Kind is SourceKind.Assembly ? Path.GetFileName(source.Location) : MainAssembly.Find(folder);
            var manifest = ManifestReader.Read(folder, main);
            ImmutableArray<string> problems =
            [
                .. manifest.Problems,
                .. CompatibilityChecker.Check(folder, main),
                .. source.Kind is SourceKind.Package ? PackageDependencies.Check(folder) : [],
            ];
            return new(candidate with { Manifest = manifest with { Problems = problems, IsAlone = IsAlone(content) } });
        }
        catch (ManifestException exception)
        {
            return new(candidate with { Problem = exception.Message });
        }
    }
}
