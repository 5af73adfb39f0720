namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>What a package has to say for people.</summary>
internal static class PackageDocuments
{
    private const int LongestReadme = 64 * 1024, LongestNotes = 16 * 1024;

    /// <summary>The file that the package wants read first; empty where it names none that is there.</summary>
    public static string ReadmeOf(PackageArchive archive) => archive.Nuspec.GetReadme() is { Length: > 0 } name
        ? archive.ReadText(name.Replace('\\', '/'), LongestReadme) ?? "" : "";

    /// <summary>What is new in the version; empty where it does not say.</summary>
    public static string ReleaseNotesOf(PackageArchive archive)
    {
        var notes = archive.Nuspec.GetReleaseNotes()?.Trim() ?? "";
        return notes.Length <= LongestNotes ? notes : notes[..LongestNotes] + "…";
    }

    /// <summary>What the package says of itself.</summary>
    public static PackageDescription Describe(CachedPackage package, PackageArchive archive) => new(package.Feed, package.Id, package.Version)
    {
        Title = archive.Nuspec.GetTitle() ?? "", Description = archive.Nuspec.GetDescription() ?? "", Authors = archive.Nuspec.GetAuthors() ?? "",
        License = archive.Nuspec.GetLicenseMetadata()?.License ?? archive.Nuspec.GetLicenseUrl(),
        ProjectAddress = Uri.TryCreate(archive.Nuspec.GetProjectUrl(), UriKind.Absolute, out var address) ? address : null,
    };
}
