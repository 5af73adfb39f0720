namespace PluginFramework.Core.Planning;

/// <summary>What happens to a plugin.</summary>
public enum PlanStepKind
{
    /// <summary>It does not run and is started.</summary>
    Start,

    /// <summary>It runs and is replaced by a new instance.</summary>
    Rebuild,

    /// <summary>It runs and is stopped.</summary>
    Stop,
}
