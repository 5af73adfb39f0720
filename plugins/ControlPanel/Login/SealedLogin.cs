using System.Security.Cryptography;
using System.Text.Json;

namespace PluginFramework.ControlPanel.Login;

/// <summary>
/// A name and a password that were right, on their way through the browser to the step that asks for a code: sealed with a key of this process, so that
/// neither has to be typed again nor kept here, and good for a few minutes.
/// </summary>
internal sealed class SealedLogin(TimeProvider clock) : IDisposable
{
    private const int NonceOctets = 12;
    private const int TagOctets = 16;
    private const int MaxLength = 8192;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly AesGcm _cipher = new(RandomNumberGenerator.GetBytes(32), TagOctets);

    public void Dispose() => _cipher.Dispose();

    public string Seal(string name, string password)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes([(clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), name, password], LoginJson.Default.StringArray);
        var message = new byte[NonceOctets + plain.Length + TagOctets];
        RandomNumberGenerator.Fill(message.AsSpan(0, NonceOctets));
        _cipher.Encrypt(message.AsSpan(0, NonceOctets), plain, message.AsSpan(NonceOctets, plain.Length), message.AsSpan(NonceOctets + plain.Length));
        return Convert.ToBase64String(message);
    }

    /// <summary>The name and the password; <see langword="null"/> where it is too late, or nothing of ours.</summary>
    public (string Name, string Password)? Open(string text)
    {
        var message = new byte[Math.Min(text.Length, MaxLength)];
        if (text.Length > MaxLength || !Convert.TryFromBase64String(text, message, out var length) || length <= NonceOctets + TagOctets) return null;
        var plain = new byte[length - NonceOctets - TagOctets];
        try
        {
            _cipher.Decrypt(message.AsSpan(0, NonceOctets), message.AsSpan(NonceOctets, plain.Length), message.AsSpan(NonceOctets + plain.Length, TagOctets), plain);
        }
        catch (CryptographicException)
        {
            return null;
        }

        var parts = JsonSerializer.Deserialize(plain, LoginJson.Default.StringArray)!;
        var end = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
        return clock.GetUtcNow() < end ? (parts[1], parts[2]) : null;
    }
}
