using System.Security.Cryptography;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>ecdh-sha2-nistp256 and its like (RFC 5656 §4).</summary>
internal sealed class EllipticCurveMethod(ECCurve curve, int coordinateOctets, HashAlgorithmName hash) : KeyExchangeMethod(hash)
{
    private const byte Uncompressed = 4;

    public override KeyExchangeOutcome Respond(ReadOnlySpan<byte> clientValue)
    {
        if (clientValue.Length != 1 + (2 * coordinateOctets) || clientValue[0] != Uncompressed) throw Refused("the client's point is not an uncompressed one of the curve");
        try
        {
            // The platform refuses a point that is not on the curve.
            using var theirs = ECDiffieHellman.Create(new ECParameters
            {
                Curve = curve,
                Q = new() { X = clientValue.Slice(1, coordinateOctets).ToArray(), Y = clientValue[(1 + coordinateOctets)..].ToArray() },
            });
            using var ours = ECDiffieHellman.Create(curve);
            using var theirPublicKey = theirs.PublicKey;
            var secret = ours.DeriveRawSecretAgreement(theirPublicKey);
            var point = ours.ExportParameters(includePrivateParameters: false).Q;
            return new([Uncompressed, .. point.X ?? [], .. point.Y ?? []], AsNumber(secret));
        }
        catch (CryptographicException exception)
        {
            throw Refused("the client's point is not on the curve", exception);
        }
    }
}
