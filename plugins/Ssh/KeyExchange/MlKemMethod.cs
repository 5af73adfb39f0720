using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>mlkem768x25519-sha256 (draft-ietf-sshm-mlkem-hybrid-kex): ML-KEM 768 of FIPS 203.</summary>
internal sealed class MlKemMethod() : HybridMethod(HashAlgorithmName.SHA256, PublicKeyOctets)
{
    private const int PublicKeyOctets = 1184;

    protected override (byte[] Encapsulation, byte[] Secret) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            var encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
            encapsulator.Init(MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, publicKey.ToArray()));
            var (encapsulation, secret) = (new byte[encapsulator.EncapsulationLength], new byte[encapsulator.SecretLength]);
            encapsulator.Encapsulate(encapsulation.AsSpan(), secret.AsSpan());
            return (encapsulation, secret);
        }
        catch (ArgumentException exception)
        {
            throw Refused("the client's ML-KEM key is not one", exception);
        }
    }
}
