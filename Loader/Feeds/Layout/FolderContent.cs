using System.Security.Cryptography;
using PluginFramework.Loader.Store;

namespace PluginFramework.Loader.Feeds.Layout;

/// <summary>
/// The list of a laid-out folder's files, kept in it as <c>.files</c> in the form of the content store's lists. Its hash stands in the lock
/// file, so that a change of any file, and of the list, shows.
/// </summary>
internal static class FolderContent
{
    public const string FileName = ".files";

    /// <summary>What differs between a folder and the hash its list should have, a sentence each.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(string folder, string hash, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder)) return ["Its folder is missing."];
        if (!File.Exists(path)) return [$"Its list of files, {FileName}, is missing."];
        var list = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        if (ContentList.HashOf(list) != hash) return [$"Its list of files, {FileName}, is not the one that the lock file records."];

        var problems = new List<string>();
        var expected = ContentList.Parse(list);
        foreach (var (name, sha256) in expected.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var file = Path.Combine(folder, name);
            if (!File.Exists(file)) problems.Add($"{name} is missing.");
            else if (await HashAsync(file, cancellationToken).ConfigureAwait(false) != sha256) problems.Add($"{name} has been changed.");
        }
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name != FileName && !expected.ContainsKey(name)) problems.Add($"{name} does not belong to it.");
        }
        return problems;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false)) return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }
}
