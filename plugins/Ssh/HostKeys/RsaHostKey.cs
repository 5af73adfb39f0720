using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.HostKeys;

/// <summary>An RSA key, which signs with SHA-2 only (RFC 8332).</summary>
internal sealed class RsaHostKey(RSA key) : HostKey
{
    public const string KeyType = "ssh-rsa";
    private const int NewKeyBits = 3072, MinKeyBits = 2048;

    private readonly Lock _gate = new(); // guards the key: the platform's are for one thread at a time

    public override string Type => KeyType;

    public override ImmutableArray<string> Algorithms => ["rsa-sha2-512", "rsa-sha2-256"];

    public override byte[] PublicKey
    {
        get
        {
            var parameters = key.ExportParameters(includePrivateParameters: false);
            return new SshWriter().Text(KeyType).Positive(parameters.Exponent).Positive(parameters.Modulus).ToArray();
        }
    }

    public static RsaHostKey Make() => new(RSA.Create(NewKeyBits));

    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static RsaHostKey Import(byte[] pkcs8)
    {
        var key = RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            if (key.KeySize < MinKeyBits) throw new CryptographicException($"A key of {key.KeySize} bits is too short; {MinKeyBits} are the least.");
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
        var hash = algorithm == "rsa-sha2-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512;
        lock (_gate) return key.SignData(data, hash, RSASignaturePadding.Pkcs1);
    }
}
