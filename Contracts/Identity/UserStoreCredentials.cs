namespace PluginFramework.Identity;

/// <summary>What the users of a store can log in by.</summary>
[Flags]
public enum UserStoreCredentials
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A password that the client sends.</summary>
    Password = 1,

    /// <summary>Proofs of SCRAM (RFC 5802).</summary>
    Scram = 2,

    /// <summary>Protocols that keep a weak secret (<see cref="ISecretScheme.WeakFor"/>), such as OSCAR's MD5.</summary>
    WeakSecrets = 4,

    /// <summary>App passwords, SSH keys, certificates and passkeys (<see cref="IAccountKeys"/>).</summary>
    Keys = 8,

    /// <summary>Authenticator apps beside the password.</summary>
    Authenticator = 16,

    /// <summary>All of them: a store that keeps whatever secrets it is given.</summary>
    All = Password | Scram | WeakSecrets | Keys | Authenticator,
}
