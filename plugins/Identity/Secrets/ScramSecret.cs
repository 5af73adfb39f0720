using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace PluginFramework.Identity.Secrets;

/// <summary>
/// What a server keeps for SCRAM-SHA-256, in the text form of RFC 5803: <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>.
/// </summary>
internal sealed record ScramSecret(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    public const int SaltOctets = 16;
    private const int MaxIterations = 10_000_000;

    /// <summary>Derives the keys (RFC 5802 §3).</summary>
    public static ScramSecret Derive(byte[] password, byte[] salt, int iterations)
    {
        var saltedPassword = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(saltedPassword, "Client Key"u8));
        return new ScramSecret(iterations, salt, storedKey, HMACSHA256.HashData(saltedPassword, "Server Key"u8));
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">It is of another form or out of bounds.</exception>
    public static ScramSecret Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= 512 && text.Split('$') is ["SCRAM-SHA-256", var cost, var keys]
            && cost.Split(':') is [var count, var salt] && keys.Split(':') is [var storedKey, var serverKey]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            && iterations is >= 1 and <= MaxIterations && Base64.IsValid(salt) && Base64.IsValid(storedKey) && Base64.IsValid(serverKey))
        {
            var secret = new ScramSecret(
                iterations, Convert.FromBase64String(salt), Convert.FromBase64String(storedKey), Convert.FromBase64String(serverKey));
            if (secret.Salt.Length > 0 && secret.StoredKey.Length == SHA256.HashSizeInBytes && secret.ServerKey.Length == SHA256.HashSizeInBytes)
            {
                return secret;
            }
        }

        throw new FormatException("The secret is not of the form SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey.");
    }

    /// <summary>Whether the proof was made with the password these keys come from (RFC 5802 §3).</summary>
    public bool Accepts(ReadOnlySpan<byte> authMessage, ReadOnlySpan<byte> clientProof)
    {
        if (clientProof.Length != SHA256.HashSizeInBytes) return false;
        var clientKey = HMACSHA256.HashData(StoredKey, authMessage);
        for (var i = 0; i < clientKey.Length; i++) clientKey[i] ^= clientProof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), StoredKey);
    }

    /// <summary>The ServerSignature, by which the client knows the server.</summary>
    public byte[] Sign(ReadOnlySpan<byte> authMessage) => HMACSHA256.HashData(ServerKey, authMessage);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(Salt)}${Convert.ToBase64String(StoredKey)}:{Convert.ToBase64String(ServerKey)}");
}
