namespace PluginFramework.Identity;

/// <summary>What a store keeps so that a credential can be checked later: never a password.</summary>
/// <param name="Scheme">The name of the <see cref="ISecretScheme"/> that made it, or another name two plugins agree on (<c>x509-sha256</c>).</param>
/// <param name="Value">The secret in the scheme's own text form.</param>
public sealed record StoredSecret(string Scheme, string Value)
{
    /// <summary>The scheme of client certificates: the value is the certificate's SHA-256 in lower-case hexadecimal.</summary>
    public const string CertificateScheme = "x509-sha256";

    /// <summary>The scheme of SSH public keys: the value is the key's type, a space and its blob in Base64.</summary>
    public const string SshKeyScheme = "ssh-key";

    /// <summary>Leaves the value out, so that no log shows it.</summary>
    public override string ToString() => $"{Scheme}:…";
}
