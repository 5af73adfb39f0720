namespace PluginFramework.Core.Generations;

/// <summary>How a generation stands.</summary>
internal enum GenerationState
{
    /// <summary>In force, and it is not known yet whether its plugins are well.</summary>
    OnTrial,

    /// <summary>Its plugins were well.</summary>
    Good,

    /// <summary>Its plugins were not well, so the one before is in force again.</summary>
    RolledBack,
}
