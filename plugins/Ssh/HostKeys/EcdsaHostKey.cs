using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.HostKeys;

/// <summary>An ECDSA key of NIST's P-256 (RFC 5656 §3).</summary>
internal sealed class EcdsaHostKey(ECDsa key) : HostKey
{
    public const string KeyType = "ecdsa-sha2-nistp256";
    private const int KeyBits = 256;

    private readonly Lock _gate = new(); // guards the key: the platform's are for one thread at a time

    public override string Type => KeyType;

    public override ImmutableArray<string> Algorithms => [KeyType];

    public override byte[] PublicKey
    {
        get
        {
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return new SshWriter().Text(KeyType).Text("nistp256").String([4, .. point.X ?? [], .. point.Y ?? []]).ToArray();
        }
    }

    public static EcdsaHostKey Make() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static EcdsaHostKey Import(byte[] pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            if (key.KeySize != KeyBits) throw new CryptographicException("It is not a key of P-256.");
            return new(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public override byte[] Export() => key.ExportPkcs8PrivateKey();

    public override void Dispose() => key.Dispose();

    protected override byte[] SignRaw(string algorithm, ReadOnlySpan<byte> data)
    {
        byte[] signature;
        lock (_gate) signature = key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var half = signature.Length / 2;
        return new SshWriter().Positive(signature.AsSpan(0, half)).Positive(signature.AsSpan(half)).ToArray();
    }
}
