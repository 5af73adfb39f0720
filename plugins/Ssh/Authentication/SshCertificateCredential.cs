using PluginFramework.Identity;

namespace PluginFramework.Ssh.Authentication;

/// <summary>A certificate of a trusted authority, which names the user and is good now, whose key the client has proved to hold.</summary>
/// <param name="UserName">The user it says it is.</param>
/// <param name="KeyId">What the authority calls the certificate.</param>
/// <param name="Serial">Its number.</param>
internal sealed record SshCertificateCredential(string UserName, string KeyId, ulong Serial) : Credential(UserName);
