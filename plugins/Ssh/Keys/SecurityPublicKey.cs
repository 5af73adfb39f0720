using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Keys;

/// <summary>A key that a security key holds (FIDO; OpenSSH's PROTOCOL.u2f).</summary>
internal sealed class SecurityPublicKey(string type, PublicKey inner, ReadOnlySpan<byte> application) : PublicKey
{
    private const byte UserPresent = 0x01, UserVerified = 0x04;

    private readonly byte[] _applicationHash = SHA256.HashData(application);

    public override string Type => type;

    protected override bool VerifyRaw(string algorithm, ReadOnlySpan<byte> data, ref SshReader signature, bool mustVerifyUser)
    {
        var raw = signature.ReadString();
        var flags = signature.ReadByte();
        var counter = signature.ReadUInt32();
        var required = UserPresent | (mustVerifyUser ? UserVerified : 0);
        if ((flags & required) != required) return false;
        var signedData = new SshWriter().Raw(_applicationHash).Byte(flags).UInt32(counter).Raw(SHA256.HashData(data)).ToArray();
        var innerSignature = new SshReader(new SshWriter().String(raw).Written);
        return inner.VerifyInner(inner.Type, signedData, ref innerSignature);
    }
}
