using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Authentication;

/// <summary>What a login by public key says (RFC 4252 §7).</summary>
/// <param name="Algorithm">What the signature is, or would be.</param>
/// <param name="PublicKey">The key's blob, or a certificate's.</param>
/// <param name="Signature">The signature; <see langword="null"/>: the client asks whether it would do.</param>
internal sealed record PublicKeyRequest(string Algorithm, byte[] PublicKey, byte[]? Signature)
{
    public static PublicKeyRequest Read(ReadOnlySpan<byte> data)
    {
        var reader = new SshReader(data);
        var isSigned = reader.ReadBoolean();
        var request = new PublicKeyRequest(reader.ReadName(), reader.ReadString().ToArray(), isSigned ? reader.ReadString().ToArray() : null);
        reader.End();
        return request;
    }
}
