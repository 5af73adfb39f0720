namespace PluginFramework.Loader.Feeds.Planning;

/// <summary>What happens to a plugin or package.</summary>
public enum PluginChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Another version takes its place, or the same from elsewhere.</summary>
    Updated,

    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It stays as it is; what is recorded of it changes: what was asked for, who needs it, whether it is pinned.</summary>
    Noted,
}
