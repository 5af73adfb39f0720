using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.Keys;

/// <summary>An RSA key, whose signatures with SHA-2 alone are taken (RFC 8332).</summary>
internal sealed class RsaPublicKey(byte[] exponent, byte[] modulus) : PublicKey
{
    public const string KeyType = "ssh-rsa";

    // More would let a client have the server work for long.
    private const int MinOctets = 2048 / 8, MaxOctets = 16384 / 8, MaxExponentOctets = 8;

    public override string Type => KeyType;

    public override IReadOnlyList<string> Algorithms => ["rsa-sha2-512", "rsa-sha2-256"];

    /// <returns><see langword="null"/>: it is shorter or longer than is taken.</returns>
    public static RsaPublicKey? ReadFields(ref SshReader reader)
    {
        var exponent = reader.ReadPositive();
        var modulus = reader.ReadPositive();
        return exponent.Length is > 0 and <= MaxExponentOctets && modulus.Length is >= MinOctets and <= MaxOctets ? new(exponent.ToArray(), modulus.ToArray()) : null;
    }

    protected override bool VerifyRaw(string algorithm, ReadOnlySpan<byte> data, ref SshReader signature, bool mustVerifyUser)
    {
        var raw = signature.ReadString();
        if (raw.Length > modulus.Length) return false;

        // Some clients leave leading zeros out.
        Span<byte> padded = new byte[modulus.Length];
        raw.CopyTo(padded[(modulus.Length - raw.Length)..]);
        try
        {
            using var key = RSA.Create(new RSAParameters { Exponent = exponent, Modulus = modulus });
            return key.VerifyData(data, padded, algorithm == "rsa-sha2-256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // The numbers make no key.
            return false;
        }
    }
}
