using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PluginFramework.Loader.Store;

/// <summary>
/// The list of files in a copy, kept in it as <c>.content</c>: a line a file with SHA-256, length and name. The hash of the list is the
/// hash of the content.
/// </summary>
internal static class ContentList
{
    public const string FileName = ".content";

    public static byte[] Write(IEnumerable<(string Name, long Length, byte[] Hash)> files)
    {
        var text = new StringBuilder();
        foreach (var (name, length, hash) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(hash)} {length} {name}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static string HashOf(byte[] list) => Convert.ToHexStringLower(SHA256.HashData(list));

    /// <summary>The hash of each file of the copy in a folder, by name; empty for a folder that is none.</summary>
    public static Dictionary<string, string> HashesIn(string directory)
    {
        var path = Path.Combine(directory, FileName);
        return File.Exists(path) ? Parse(File.ReadAllBytes(path)) : [];
    }

    /// <summary>The hash of each file in a list, by name.</summary>
    public static Dictionary<string, string> Parse(byte[] list) =>
        Encoding.UTF8.GetString(list).Split('\n').Select(line => line.Split(' ', 3)).Where(parts => parts.Length == 3)
            .ToDictionary(parts => parts[2], parts => parts[0], StringComparer.Ordinal);

    /// <summary>The copy in a folder, or <see langword="null"/> where it is damaged: a file is missing or has another length.</summary>
    public static StoredContent? Verify(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return null;
        var list = File.ReadAllBytes(path);
        var names = new List<string>();
        foreach (var line in Encoding.UTF8.GetString(list).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ', 3) is not [_, var length, var name]) return null;
            var file = new FileInfo(Path.Combine(directory, name));
            if (!file.Exists || file.Length.ToString(CultureInfo.InvariantCulture) != length) return null;
            names.Add(name);
        }
        return new StoredContent(HashOf(list), directory) { Files = names };
    }
}
