using System.Collections.Immutable;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>Compares installed folders with the lock file by hashing every file anew.</summary>
public static class PluginVerifier
{
    /// <summary>Whether a folder was laid out from packages, rather than dropped or built.</summary>
    public static bool IsLaidOut(string folder) => File.Exists(Path.Combine(folder, FolderContent.FileName));

    /// <summary>What differs, by plugin; empty when all is as recorded. Plugins that came from no feed are passed over.</summary>
    /// <param name="lockFile">What should be installed.</param>
    /// <param name="pluginsDirectory">The folder that holds one folder for each plugin, named by its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<ImmutableArray<VerificationProblem>> VerifyAsync(PluginLockFile lockFile, string pluginsDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lockFile);
        var problems = ImmutableArray.CreateBuilder<VerificationProblem>();
        foreach (var (id, plugin) in lockFile.Plugins.Where(plugin => plugin.Value.Package is not null))
        {
            problems.AddRange(await VerifyFolderAsync(id, plugin, Path.Combine(pluginsDirectory, id), cancellationToken).ConfigureAwait(false));
        }
        return problems.ToImmutable();
    }

    /// <summary>What differs in the folder of one plugin.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="plugin">What the lock file has of it.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static async Task<ImmutableArray<VerificationProblem>> VerifyFolderAsync(string id, LockedPlugin plugin, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        if (plugin.Content?.GetValueOrDefault(Platform.RuntimeIdentifier) is not { } hash)
            return [new(id, $"It was never laid out for {Platform.RuntimeIdentifier}. Restore it.")];
        return [.. (await FolderContent.CompareAsync(folder, hash, cancellationToken).ConfigureAwait(false)).Select(difference => new VerificationProblem(id, difference))];
    }
}
