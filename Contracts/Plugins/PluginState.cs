namespace PluginFramework.Plugins;

/// <summary>Where a plugin stands.</summary>
public enum PluginState
{
    /// <summary>Found, and not yet looked at further.</summary>
    Discovered,

    /// <summary>Something it imports is not there yet; the reason names it.</summary>
    Waiting,

    /// <summary>Being loaded, composed and started.</summary>
    Starting,

    /// <summary>Running.</summary>
    Active,

    /// <summary>Takes no new work and finishes what it has.</summary>
    Draining,

    /// <summary>Stopped in good order.</summary>
    Stopped,

    /// <summary>Switched off by the operator.</summary>
    Disabled,

    /// <summary>Cannot run in this host; the reason says why, found without running any of its code.</summary>
    Incompatible,

    /// <summary>Threw, hung or misbehaved; the reason says what and where.</summary>
    Failed,

    /// <summary>The process ended while this plugin was starting; it is left out until it changes or an operator enables it.</summary>
    Quarantined,
}
