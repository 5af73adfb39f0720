using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Keys;

/// <summary>An ECDSA key of one of NIST's curves (RFC 5656 §3).</summary>
internal sealed class EcdsaPublicKey(string type, ECCurve curve, HashAlgorithmName hash, byte[] x, byte[] y) : PublicKey
{
    private const byte Uncompressed = 4;

    public override string Type => type;

    public static new EcdsaPublicKey ReadFields(string type, ref SshReader reader)
    {
        var (name, curve, octets, hash) = type switch
        {
            "ecdsa-sha2-nistp256" => ("nistp256", ECCurve.NamedCurves.nistP256, 32, HashAlgorithmName.SHA256),
            "ecdsa-sha2-nistp384" => ("nistp384", ECCurve.NamedCurves.nistP384, 48, HashAlgorithmName.SHA384),
            _ => ("nistp521", ECCurve.NamedCurves.nistP521, 66, HashAlgorithmName.SHA512),
        };
        if (reader.ReadName() != name) throw SshConnectionException.Malformed("a key's curve is not that of its type");
        var point = reader.ReadString();
        if (point.Length != 1 + (2 * octets) || point[0] != Uncompressed) throw SshConnectionException.Malformed("a key's point is not an uncompressed one of its curve");
        return new(type, curve, hash, point.Slice(1, octets).ToArray(), point[(1 + octets)..].ToArray());
    }

    protected override bool VerifyRaw(string algorithm, ReadOnlySpan<byte> data, ref SshReader signature, bool mustVerifyUser)
    {
        var numbers = new SshReader(signature.ReadString());
        var r = numbers.ReadPositive();
        var s = numbers.ReadPositive();
        numbers.End();
        if (r.Length > x.Length || s.Length > x.Length) return false;
        Span<byte> fixedLength = stackalloc byte[2 * x.Length];
        fixedLength.Clear();
        r.CopyTo(fixedLength[(x.Length - r.Length)..]);
        s.CopyTo(fixedLength[((2 * x.Length) - s.Length)..]);
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = x, Y = y } });
            return key.VerifyData(data, fixedLength, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            // The point is not on the curve: nobody can have signed by it.
            return false;
        }
    }
}
