using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Store;

namespace PluginFramework.Core.Installing;

/// <summary>Reads plugins that are laid out and not installed yet, as they will be read when they are. None of their code is loaded.</summary>
internal static class StagedPlugins
{
    /// <param name="staging">The folder with a folder for each plugin.</param>
    /// <param name="copies">A folder for the copies that are read; deleted again.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">There is no room to work in.</exception>
    public static async Task<ImmutableArray<PluginCandidate>> ReadAsync(string staging, string copies, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        try
        {
            // Nothing writes there any more, so nothing need settle.
            var options = new PluginWatcherOptions { Directories = [staging], SettleTime = TimeSpan.Zero };
            using var watcher = new PluginDirectoryWatcher(options, new ContentStore(copies, timeProvider), timeProvider);
            return await watcher.ScanAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }
}
