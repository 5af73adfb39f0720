using System.Security.Cryptography;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>curve25519-sha256 (RFC 8731).</summary>
internal sealed class Curve25519Method() : KeyExchangeMethod(HashAlgorithmName.SHA256)
{
    public override KeyExchangeOutcome Respond(ReadOnlySpan<byte> clientValue)
    {
        if (clientValue.Length != Curve25519.Octets) throw Refused($"a key has {Curve25519.Octets} octets, not {clientValue.Length}");
        var server = new byte[Curve25519.Octets];
        Span<byte> secret = stackalloc byte[Curve25519.Octets];
        if (!Curve25519.TryAgree(clientValue, server, secret)) throw Refused("the client's key makes no secret");
        return new(server, AsNumber(secret));
    }
}
