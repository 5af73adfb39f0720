using System.Collections.Immutable;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>What a request comes to. Nothing has been changed for it; packages have been fetched into the cache.</summary>
/// <param name="Before">What is installed.</param>
/// <param name="After">What would be.</param>
/// <param name="Changes">The differences: plugins in order, each followed by its packages.</param>
public sealed record PluginChangePlan(PluginLockFile Before, PluginLockFile After, ImmutableArray<PluginChange> Changes)
{
    /// <summary>Whether nothing changes, not even what is recorded.</summary>
    public bool IsEmpty => Changes.IsEmpty;

    /// <summary>The ids of the plugins whose folders must be laid out anew.</summary>
    public ImmutableArray<string> ToLayOut =>
        [.. Changes.Where(change => change.Kind is not PluginChangeKind.Noted).Select(change => change.Plugin).Distinct().Where(After.Plugins.ContainsKey)];
}
