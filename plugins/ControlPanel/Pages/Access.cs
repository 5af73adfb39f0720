namespace PluginFramework.ControlPanel.Pages;

/// <summary>Who may ask for a page.</summary>
internal enum Access
{
    /// <summary>Whoever is logged in.</summary>
    User,

    /// <summary>Anybody, once there is an operator.</summary>
    Anybody,

    /// <summary>Anybody, at any time.</summary>
    Always,
}
