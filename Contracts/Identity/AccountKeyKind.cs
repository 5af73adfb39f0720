namespace PluginFramework.Identity;

/// <summary>Kinds of <see cref="AccountKey"/>.</summary>
public enum AccountKeyKind
{
    /// <summary>A password for programs, random and for some protocols only; also a bearer token.</summary>
    AppPassword,

    /// <summary>An SSH public key.</summary>
    SshKey,

    /// <summary>A client certificate.</summary>
    Certificate,

    /// <summary>An authenticator app (RFC 6238), whose codes a login by password takes.</summary>
    Authenticator,

    /// <summary>Codes that each stand once for one of the authenticator app's.</summary>
    RecoveryCodes,

    /// <summary>A link with which the user sets a password, once (<see cref="IUserInvitations"/>).</summary>
    OneTimeLink,

    /// <summary>A passkey (<see cref="IUserPasskeys"/>).</summary>
    Passkey,
}
