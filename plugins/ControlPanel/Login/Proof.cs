namespace PluginFramework.ControlPanel.Login;

/// <summary>What is asked for anew before something is done.</summary>
internal enum Proof
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The password.</summary>
    Password,

    /// <summary>The password or a passkey.</summary>
    PasswordOrPasskey,
}
