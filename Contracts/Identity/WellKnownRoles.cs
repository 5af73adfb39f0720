namespace PluginFramework.Identity;

/// <summary>The roles the daemon itself knows. Plugins may use others.</summary>
public static class WellKnownRoles
{
    /// <summary>May manage users and plugins and may enter the C# prompt, which is full trust.</summary>
    public const string Operator = "operator";
}
