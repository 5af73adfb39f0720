namespace PluginFramework.Identity;

/// <summary>Whether people may make accounts for themselves.</summary>
public enum RegistrationMode
{
    /// <summary>They may not.</summary>
    Off,

    /// <summary>They may, and an operator approves before they can log in.</summary>
    Approval,

    /// <summary>They may, and log in at once.</summary>
    Open,
}
