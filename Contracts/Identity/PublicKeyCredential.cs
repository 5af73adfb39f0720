namespace PluginFramework.Identity;

/// <summary>An SSH public key whose private half the client has proved to hold.</summary>
/// <param name="UserName">The user it says it is.</param>
/// <param name="Algorithm">The key's type, which begins its blob: <c>ssh-ed25519</c> (RFC 4253 §6.6).</param>
/// <param name="PublicKey">The key's blob.</param>
public sealed record PublicKeyCredential(string UserName, string Algorithm, ReadOnlyMemory<byte> PublicKey) : Credential(UserName);
