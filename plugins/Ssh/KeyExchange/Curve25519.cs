using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>X25519 with a key of the moment (RFC 7748, RFC 8731 §3).</summary>
internal static class Curve25519
{
    public const int Octets = X25519.PointSize;

    /// <param name="clientPoint">The client's public key.</param>
    /// <param name="serverPoint">Receives the server's.</param>
    /// <param name="secret">Receives the shared secret.</param>
    /// <returns><see langword="false"/>: the client's key is of low order, and anybody would know the secret.</returns>
    public static bool TryAgree(ReadOnlySpan<byte> clientPoint, Span<byte> serverPoint, Span<byte> secret)
    {
        Span<byte> key = stackalloc byte[X25519.ScalarSize];
        RandomNumberGenerator.Fill(key);
        X25519.GeneratePublicKey(key, serverPoint);
        var isGood = X25519.CalculateAgreement(key, clientPoint, secret);
        CryptographicOperations.ZeroMemory(key);
        return isGood;
    }
}
