using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.HostKeys;

/// <summary>An Ed25519 key (RFC 8709).</summary>
internal sealed class Ed25519HostKey : HostKey
{
    public const string KeyType = "ssh-ed25519";
    private const string Oid = "1.3.101.112";

    private readonly byte[] _seed;
    private readonly Lazy<byte[]> _point; // made when first asked for: it takes the library, which is big

    private Ed25519HostKey(byte[] seed)
    {
        _seed = seed;
        _point = new(() =>
        {
            var point = new byte[Ed25519.PublicKeySize];
            Ed25519.GeneratePublicKey(_seed.AsSpan(), point);
            return point;
        });
    }

    public override string Type => KeyType;

    public override ImmutableArray<string> Algorithms => [KeyType];

    public override byte[] PublicKey => new SshWriter().Text(KeyType).String(_point.Value).ToArray();

    public static Ed25519HostKey Make() => new(RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize));

    /// <param name="pkcs8">The key as in RFC 8410 §7.</param>
    /// <exception cref="CryptographicException">It is no such key.</exception>
    public static Ed25519HostKey Import(byte[] pkcs8)
    {
        try
        {
            var key = new AsnReader(pkcs8, AsnEncodingRules.DER).ReadSequence();
            key.ReadInteger();
            if (key.ReadSequence().ReadObjectIdentifier() != Oid) throw new CryptographicException("It is not an Ed25519 key.");
            var seed = new AsnReader(key.ReadOctetString(), AsnEncodingRules.DER).ReadOctetString();
            return seed.Length == Ed25519.SecretKeySize ? new(seed) : throw new CryptographicException("The key's length is wrong.");
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("It is not PKCS #8.", exception);
        }
    }

    public override byte[] Export()
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        inner.WriteOctetString(_seed);
        var outer = new AsnWriter(AsnEncodingRules.DER);
        using (outer.PushSequence())
        {
            outer.WriteInteger(0);
            using (outer.PushSequence()) outer.WriteObjectIdentifier(Oid);
            outer.WriteOctetString(inner.Encode());
        }

        return outer.Encode();
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(_seed);

    protected override byte[] SignRaw(string algorithm, ReadOnlySpan<byte> data)
    {
        var signature = new byte[Ed25519.SignatureSize];
        var message = data.ToArray();
        Ed25519.Sign(_seed, 0, _point.Value, 0, message, 0, message.Length, signature, 0);
        return signature;
    }
}
