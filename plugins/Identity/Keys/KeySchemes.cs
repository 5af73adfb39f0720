namespace PluginFramework.Identity.Keys;

/// <summary>The schemes of secrets that are not made of the password, and so outlive it.</summary>
internal static class KeySchemes
{
    /// <summary>An app password: SHA-256 of it in lower-case hexadecimal. It is random and long, so a fast hash keeps it as well as a slow one.</summary>
    public const string AppPassword = "app-password";

    /// <summary>An authenticator app: <see cref="TotpSecret"/>.</summary>
    public const string Authenticator = "totp";

    /// <summary>A recovery code: SHA-256 of it in lower-case hexadecimal.</summary>
    public const string RecoveryCode = "recovery-code";

    /// <summary>What there is to say of another secret: <see cref="KeyNote"/>.</summary>
    public const string Note = "note";

    /// <summary>The token of a one-time link: SHA-256 of it in lower-case hexadecimal. It goes when a password is set.</summary>
    public const string OneTimeLink = "one-time-link";

    /// <summary>The id of a passkey, in Base64url.</summary>
    public const string Passkey = "passkey";

    /// <summary>What there is to a passkey besides its id: <see cref="Passkeys.PasskeyRecord"/>.</summary>
    public const string PasskeyRecord = "passkey-record";

    public static bool Contains(string scheme) =>
        scheme is StoredSecret.CertificateScheme or StoredSecret.SshKeyScheme or AppPassword or Authenticator or RecoveryCode or OneTimeLink or Note
            or Passkey or PasskeyRecord;
}
