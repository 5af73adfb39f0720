namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>What an operator wants changed.</summary>
public abstract record PluginRequest
{
    private PluginRequest()
    {
    }

    /// <summary>Install a plugin, or another version of it.</summary>
    /// <param name="Package">The id of its package.</param>
    /// <param name="Range">A version or range as NuGet writes them; <see langword="null"/>: the latest version.</param>
    public sealed record Add(string Package, string? Range = null) : PluginRequest
    {
        /// <summary>Whether the latest version may be a pre-release; <see langword="null"/>: as configured.</summary>
        public bool? IncludePrerelease { get; init; }
    }

    /// <summary>Take the latest version in the range that was asked for.</summary>
    /// <param name="Plugin">The id of a plugin or of its package; <see langword="null"/>: all that are not pinned.</param>
    public sealed record Update(string? Plugin = null) : PluginRequest;

    /// <summary>Uninstall a plugin, and what only it needed.</summary>
    /// <param name="Plugin">The id of a plugin or of its package.</param>
    public sealed record Remove(string Plugin) : PluginRequest;

    /// <summary>Have updates leave a plugin as it is, or no longer.</summary>
    /// <param name="Plugin">The id of a plugin or of its package.</param>
    /// <param name="IsPinned">Whether it is pinned.</param>
    public sealed record Pin(string Plugin, bool IsPinned = true) : PluginRequest;

    /// <summary>Change nothing: fetch and lay out again what the lock file records.</summary>
    public sealed record Restore : PluginRequest;
}
