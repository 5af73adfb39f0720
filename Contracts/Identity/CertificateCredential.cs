namespace PluginFramework.Identity;

/// <summary>A client certificate whose key the client has proved to hold in the TLS handshake.</summary>
/// <param name="UserName">The user it says it is; empty: whoever the certificate belongs to.</param>
/// <param name="Fingerprint">SHA-256 of the certificate in DER, lower-case hexadecimal.</param>
public sealed record CertificateCredential(string UserName, string Fingerprint) : Credential(UserName);
