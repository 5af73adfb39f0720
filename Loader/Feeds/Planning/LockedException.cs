using System.Collections.Immutable;

namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>What is wanted differs from the lock file, and nothing may.</summary>
public sealed class LockedException(ImmutableArray<PluginChange> differences)
    : Exception($"The lock file does not match: {string.Join("; ", differences)}. Make the change without the lock, look at the new lock file, and keep it.")
{
    /// <summary>What differs.</summary>
    public ImmutableArray<PluginChange> Differences { get; } = differences;
}
