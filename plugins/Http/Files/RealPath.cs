namespace PluginFramework.Http.Files;

/// <summary>Where a path leads when every symbolic link on the way is followed.</summary>
internal static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path without links; null where a link leads in circles.</summary>
    /// <exception cref="IOException">A part of it cannot be read.</exception>
    public static string? Resolve(string path)
    {
        var rest = new Stack<string>(Names(path).Reverse());
        var resolved = Path.GetPathRoot(path)!;
        for (var links = 0; rest.TryPop(out var name);)
        {
            if (name == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }

            var next = Path.Combine(resolved, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                resolved = next;
                continue;
            }

            if (++links > MaxLinks) return null;
            if (Path.IsPathRooted(target)) resolved = Path.GetPathRoot(target)!;
            foreach (var part in Names(target).Reverse()) rest.Push(part);
        }

        return resolved;
    }

    /// <summary>Whether a path without links lies in a folder without links.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder.EndsWith(Path.DirectorySeparatorChar) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || path == folder;

    private static IEnumerable<string> Names(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Where(name => name != ".");
}
