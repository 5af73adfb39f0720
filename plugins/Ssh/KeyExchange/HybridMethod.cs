using System.Security.Cryptography;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>A key encapsulation beside X25519; whoever would know the secret must break both. The secret is the hash of both secrets.</summary>
internal abstract class HybridMethod(HashAlgorithmName hash, int publicKeyOctets) : KeyExchangeMethod(hash)
{
    public sealed override KeyExchangeOutcome Respond(ReadOnlySpan<byte> clientValue)
    {
        if (clientValue.Length != publicKeyOctets + Curve25519.Octets) throw Refused($"the keys have {publicKeyOctets + Curve25519.Octets} octets, not {clientValue.Length}");
        var point = new byte[Curve25519.Octets];
        Span<byte> secondSecret = stackalloc byte[Curve25519.Octets];
        if (!Curve25519.TryAgree(clientValue[publicKeyOctets..], point, secondSecret)) throw Refused("the client's key makes no secret");
        var (encapsulation, firstSecret) = Encapsulate(clientValue[..publicKeyOctets]);
        var secret = CryptographicOperations.HashData(Hash, [.. firstSecret, .. secondSecret]);
        return new([.. encapsulation, .. point], AsString(secret));
    }

    /// <exception cref="SshConnectionException">It is no public key.</exception>
    protected abstract (byte[] Encapsulation, byte[] Secret) Encapsulate(ReadOnlySpan<byte> publicKey);
}
