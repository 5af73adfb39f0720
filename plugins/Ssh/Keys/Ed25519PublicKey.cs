using Org.BouncyCastle.Math.EC.Rfc8032;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Keys;

/// <summary>An Ed25519 key (RFC 8709).</summary>
internal sealed class Ed25519PublicKey(byte[] point) : PublicKey
{
    public const string KeyType = "ssh-ed25519";

    public override string Type => KeyType;

    public static Ed25519PublicKey ReadFields(ref SshReader reader)
    {
        var point = reader.ReadString();
        return point.Length == Ed25519.PublicKeySize ? new(point.ToArray()) : throw SshConnectionException.Malformed($"an Ed25519 key has {Ed25519.PublicKeySize} octets, not {point.Length}");
    }

    protected override bool VerifyRaw(string algorithm, ReadOnlySpan<byte> data, ref SshReader signature, bool mustVerifyUser)
    {
        var raw = signature.ReadString();
        var message = data.ToArray();
        return raw.Length == Ed25519.SignatureSize && Ed25519.Verify(raw.ToArray(), 0, point, 0, message, 0, message.Length);
    }
}
