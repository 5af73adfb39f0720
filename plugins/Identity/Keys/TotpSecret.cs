using System.Security.Cryptography;
using OtpNet;
using PluginFramework.Identity.Sasl;

namespace PluginFramework.Identity.Keys;

/// <summary>
/// The secret of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds). Unlike a password it must be kept so that it can be read; it is encrypted
/// with a key of this installation, which does not lie in the user database.
/// </summary>
internal sealed class TotpSecret(byte[] octets)
{
    public const int Octets = 20;
    private const int NonceOctets = 12;
    private const int TagOctets = 16;

    /// <summary>A clock may be a step off to either side.</summary>
    private static readonly VerificationWindow Window = new(1, 1);

    public string Base32 => Base32Encoding.ToString(octets);

    public static TotpSecret Create() => new(RandomNumberGenerator.GetBytes(Octets));

    public string UriFor(string issuer, string userName) => new OtpUri(OtpType.Totp, octets, userName, issuer).ToString();

    /// <summary>The step that a code is of; <see langword="null"/> where it is of none now.</summary>
    public long? StepOf(string code, DateTimeOffset now) => new Totp(octets).VerifyTotp(now.UtcDateTime, code, out var step, Window) ? step : null;

    /// <summary>Reads what <see cref="Protect"/> has written.</summary>
    /// <exception cref="FormatException">It is damaged, or of another installation's key.</exception>
    public static TotpSecret Unprotect(string value, InstallationKey key)
    {
        var sealedOctets = Convert.FromBase64String(value);
        if (sealedOctets.Length != NonceOctets + Octets + TagOctets) throw new FormatException("The secret has another length.");
        var octets = new byte[Octets];
        using var cipher = new AesGcm(key.Value, TagOctets);
        try
        {
            cipher.Decrypt(sealedOctets.AsSpan(0, NonceOctets), sealedOctets.AsSpan(NonceOctets, Octets), sealedOctets.AsSpan(NonceOctets + Octets), octets);
        }
        catch (CryptographicException exception)
        {
            throw new FormatException("The secret was written with another key.", exception);
        }

        return new(octets);
    }

    public string Protect(InstallationKey key)
    {
        var sealedOctets = new byte[NonceOctets + Octets + TagOctets];
        RandomNumberGenerator.Fill(sealedOctets.AsSpan(0, NonceOctets));
        using var cipher = new AesGcm(key.Value, TagOctets);
        cipher.Encrypt(sealedOctets.AsSpan(0, NonceOctets), octets, sealedOctets.AsSpan(NonceOctets, Octets), sealedOctets.AsSpan(NonceOctets + Octets));
        return Convert.ToBase64String(sealedOctets);
    }
}
