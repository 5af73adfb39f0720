using PluginFramework.Identity;
using PluginFramework.Ssh.Keys;

namespace PluginFramework.Ssh.Authentication;

/// <summary>A key that may be used to log in, if its signature is right.</summary>
/// <param name="Key">The key.</param>
/// <param name="Algorithm">What the signature is.</param>
/// <param name="Credential">What the signature proves.</param>
/// <param name="Terms">What the certificate asks; <see langword="null"/>: it is a mere key.</param>
internal sealed record PublicKeyOffer(PublicKey Key, string Algorithm, Credential Credential, CertificateTerms? Terms);
