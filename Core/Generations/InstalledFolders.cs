using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Core.Generations;

/// <summary>The folders of installed plugins, each named for its content, never changed, and shared between generations.</summary>
internal sealed class InstalledFolders(string root, StagingFolder staging, GenerationFiles files)
{
    private const int HashLength = 16;

    /// <summary>The folders that a generation's plugins are in. Plugins that came from no feed are elsewhere.</summary>
    public ImmutableArray<InstalledFolder> Of(PluginLockFile installed) =>
    [
        .. installed.Plugins.Where(entry => entry.Value.Package is not null && HashOf(entry.Value) is not null)
            .Select(entry => new InstalledFolder(entry.Key, PathOf(entry.Key, entry.Value.Version, HashOf(entry.Value)!))),
    ];

    /// <summary>Takes over the plugins that were laid out, and makes sure that all are there.</summary>
    /// <param name="installed">The plugins of the generation to be.</param>
    /// <param name="staged">The folder with those that are new; <see langword="null"/>: none is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">One is missing, is not what the lock file says, or cannot be moved.</exception>
    public async Task AdoptAsync(PluginLockFile installed, string? staged, CancellationToken cancellationToken)
    {
        foreach (var (id, plugin) in installed.Plugins.Where(entry => entry.Value.Package is not null))
        {
            if (HashOf(plugin) is not { } hash)
                throw new IOException($"{id} {plugin.Version} was never laid out for {Platform.RuntimeIdentifier}. Install it again.");
            var target = PathOf(id, plugin.Version, hash);
            var folder = staged is null ? null : Path.Combine(staged, id);
            if (folder is null || !Directory.Exists(folder))
            {
                if (!Directory.Exists(target)) throw new IOException($"{id} {plugin.Version} is missing: there is no {target}. Install it again.");
                continue;
            }

            if (await FolderContent.CompareAsync(folder, hash, cancellationToken).ConfigureAwait(false) is [var problem, ..])
                throw new IOException($"{id} {plugin.Version} was not laid out in {folder} as its lock says: {problem}");
            if (Directory.Exists(target))
            {
                if ((await FolderContent.CompareAsync(target, hash, cancellationToken).ConfigureAwait(false)).Count == 0) continue;
                // Somebody has changed what is installed: the staged one is whole.
                files.Rename(target, staging.NewPath());
            }

            files.MakeDirectory(root);
            files.MakeDirectory(Path.GetDirectoryName(target)!);
            files.Rename(folder, target);
        }
    }

    /// <summary>Deletes the folders that no generation refers to. What runs does so from copies.</summary>
    public void CollectGarbage(IEnumerable<Generation> kept)
    {
        if (!Directory.Exists(root)) return;
        var used = kept.SelectMany(generation => Of(generation.Lock)).Select(folder => folder.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var plugin in Directory.EnumerateDirectories(root))
        {
            foreach (var version in Directory.EnumerateDirectories(plugin).Where(path => !used.Contains(path)).ToList()) staging.Discard(version);
            if (!Directory.EnumerateFileSystemEntries(plugin).Any()) Directory.Delete(plugin);
        }
    }

    private string PathOf(string id, string version, string hash) => Path.Combine(root, id, $"{version}-{hash[..HashLength]}");

    private static string? HashOf(LockedPlugin plugin) =>
        plugin.Content?.GetValueOrDefault(Platform.RuntimeIdentifier) is { Length: >= HashLength } hash && hash.All(char.IsAsciiHexDigit) ? hash : null;
}
