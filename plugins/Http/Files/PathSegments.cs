namespace PluginFramework.Http.Files;

/// <summary>A request's path as names below a root.</summary>
internal static class PathSegments
{
    private const int MaxSegments = 64;

    /// <summary>
    /// The names, or null where one cannot be a file's: it is empty, hidden, leads up, or has a character that is a separator on some system.
    /// </summary>
    /// <param name="path">The path, decoded, with <c>%2F</c> left as it is. A slash at the end means nothing here.</param>
    public static string[]? Split(string path)
    {
        var names = path.Trim('/').Length == 0 ? [] : path[1..].TrimEnd('/').Split('/');
        return path.Contains("//", StringComparison.Ordinal) || names.Length > MaxSegments || !Array.TrueForAll(names, IsName) ? null : names;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 255
        && (name[0] != '.' || name == ".well-known")
        && !name.Any(c => c is '\\' or ':' or '/' || char.IsControl(c))
        && !name.Contains("%2f", StringComparison.OrdinalIgnoreCase)
        && !(OperatingSystem.IsWindows() && (name[^1] is '.' or ' ' || name.AsSpan().ContainsAny(System.IO.Path.GetInvalidFileNameChars())));
}
