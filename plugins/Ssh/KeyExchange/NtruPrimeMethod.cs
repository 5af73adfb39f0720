using System.Security.Cryptography;
using Org.BouncyCastle.Pqc.Crypto.NtruPrime;
using Org.BouncyCastle.Security;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>sntrup761x25519-sha512: Streamlined NTRU Prime.</summary>
internal sealed class NtruPrimeMethod() : HybridMethod(HashAlgorithmName.SHA512, PublicKeyOctets)
{
    private const int PublicKeyOctets = 1158;

    protected override (byte[] Encapsulation, byte[] Secret) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        var key = new SNtruPrimePublicKeyParameters(SNtruPrimeParameters.sntrup761, publicKey.ToArray());
        using var result = new SNtruPrimeKemGenerator(new SecureRandom()).GenerateEncapsulated(key);
        return (result.GetEncapsulation(), result.GetSecret());
    }
}
