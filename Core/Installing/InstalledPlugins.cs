using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Core.Installing;

/// <summary>Tells what was installed from feeds from what is bundled with the host or was dropped.</summary>
internal static class InstalledPlugins
{
    /// <summary>The ids of the plugins from feeds.</summary>
    public static IEnumerable<string> Ids(PluginLockFile lockFile) => lockFile.Plugins.Where(plugin => plugin.Value.Package is not null).Select(plugin => plugin.Key);

    /// <summary>Whether a candidate is the installed plugin of an id.</summary>
    public static bool IsInstalled(PluginCandidate candidate, string id) =>
        candidate.InstalledId == id || (FolderName(candidate) == id && PluginVerifier.IsLaidOut(candidate.Location));

    /// <summary>The installed plugin of an id as it was found; <see langword="null"/> where it was not.</summary>
    public static PluginCandidate? Find(ImmutableArray<PluginCandidate> candidates, string id) => candidates.FirstOrDefault(candidate => IsInstalled(candidate, id));

    /// <summary>Other plugins of an id: bundled or dropped.</summary>
    public static IEnumerable<PluginCandidate> Others(ImmutableArray<PluginCandidate> candidates, string id) =>
        candidates.Where(candidate => candidate.Manifest?.Id == id && !IsInstalled(candidate, id));

    /// <summary>The lock file with what is there without being in it, so that dependencies find it and leave it alone.</summary>
    public static PluginLockFile WithOthers(PluginLockFile lockFile, ImmutableArray<PluginCandidate> candidates)
    {
        var others = candidates.Where(candidate => candidate.Manifest is { } manifest && !lockFile.Plugins.ContainsKey(manifest.Id)).DistinctBy(candidate => candidate.Manifest!.Id);
        return lockFile with
        {
            Plugins = lockFile.Plugins.AddRange(others.Select(candidate => KeyValuePair.Create(
                candidate.Manifest!.Id, new LockedPlugin(candidate.Manifest.Version, ImmutableSortedDictionary.Create<string, LockedPackage>(StringComparer.Ordinal))))),
        };
    }

    /// <summary>The lock file without what <see cref="WithOthers"/> added.</summary>
    public static PluginLockFile WithoutOthers(PluginLockFile lockFile, PluginLockFile former) => lockFile with
    {
        Plugins = lockFile.Plugins.RemoveRange(lockFile.Plugins.Where(plugin => plugin.Value.Package is null && !former.Plugins.ContainsKey(plugin.Key)).Select(plugin => plugin.Key)),
    };

    private static string FolderName(PluginCandidate candidate) => Path.GetFileName(candidate.Location.TrimEnd(Path.DirectorySeparatorChar));
}
