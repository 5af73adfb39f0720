namespace PluginFramework.Panels;

/// <summary>Why something was refused.</summary>
public enum PanelError
{
    /// <summary>It was tried and did not succeed.</summary>
    Failed,

    /// <summary>There is no such panel, act or thing.</summary>
    NotFound,

    /// <summary>An argument is wrong or missing.</summary>
    Invalid,

    /// <summary>The caller may not.</summary>
    Denied,

    /// <summary>Something needed is not there: a plugin, a feed.</summary>
    Unavailable,

    /// <summary>Something is busy; the same may succeed later.</summary>
    Busy,

    /// <summary>The configuration or a file of the run directory is wrong.</summary>
    Configuration,
}
