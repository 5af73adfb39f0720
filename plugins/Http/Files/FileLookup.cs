namespace PluginFramework.Http.Files;

/// <summary>What a path leads to below a root.</summary>
internal abstract record FileLookup
{
    private FileLookup() { }

    /// <summary>A file.</summary>
    public sealed record Found(FileInfo File, string RealRoot) : FileLookup;

    /// <summary>A folder.</summary>
    public sealed record Folder(DirectoryInfo Directory) : FileLookup;

    /// <summary>Nothing, or nothing that may be shown.</summary>
    public sealed record Nothing : FileLookup;

    /// <summary>Looks. Links are followed as long as they stay in the root.</summary>
    public static FileLookup Find(string root, string path)
    {
        try
        {
            if (PathSegments.Split(path) is not { } names || !Directory.Exists(root) || RealPath.Resolve(root) is not { } realRoot) return new Nothing();
            var full = System.IO.Path.Combine([realRoot, .. names]);
            if (!System.IO.Path.Exists(full) || RealPath.Resolve(full) is not { } real || !RealPath.IsWithin(real, realRoot)) return new Nothing();
            if (Directory.Exists(real)) return new Folder(new(real));
            // A name with a slash after it is a folder's.
            return path.EndsWith('/') ? new Nothing() : new Found(new(real), realRoot);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Nothing();
        }
    }
}
