using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PluginFramework.Identity.Passkeys;

/// <summary>
/// Seals tickets and takes each once. What is sealed is kept by the browser, encrypted with a key that lives as long as this: so it costs no memory to begin a ceremony,
/// which anybody can. Safe for use from any thread.
/// </summary>
internal sealed class PasskeyTickets(TimeProvider clock)
{
    private const int NonceOctets = 12, TagOctets = 16, MaxLength = 4096, MaxTaken = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    // Tickets that were taken, by their nonce, until they would be too old anyway.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _taken = new(StringComparer.Ordinal);

    public string Seal(PasskeyTicket ticket)
    {
        var until = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var plain = Encoding.UTF8.GetBytes(string.Join('\n', until, ticket.IsRegistration ? "create" : "get", ticket.Origin, ticket.SessionId, ticket.State));
        var octets = new byte[NonceOctets + plain.Length + TagOctets];
        RandomNumberGenerator.Fill(octets.AsSpan(0, NonceOctets));
        using var cipher = new AesGcm(_key, TagOctets);
        cipher.Encrypt(octets.AsSpan(0, NonceOctets), plain, octets.AsSpan(NonceOctets, plain.Length), octets.AsSpan(NonceOctets + plain.Length));
        return Base64Url.EncodeToString(octets);
    }

    /// <summary>Opens a ticket, which is used up then; <see langword="null"/> where it was already, is too old or is none.</summary>
    public PasskeyTicket? Take(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        var octets = Base64Url.DecodeFromChars(text);
        if (octets.Length <= NonceOctets + TagOctets || Open(octets)?.Split('\n', 5) is not [var until, var kind, var origin, var session, var state]) return null;
        var now = clock.GetUtcNow();
        var end = DateTimeOffset.FromUnixTimeSeconds(long.Parse(until, CultureInfo.InvariantCulture));
        if (end <= now) return null;
        if (_taken.Count >= MaxTaken) foreach (var (nonce, over) in _taken) if (over <= now) _taken.TryRemove(nonce, out _);
        var isNew = _taken.Count < MaxTaken && _taken.TryAdd(Convert.ToHexString(octets.AsSpan(0, NonceOctets)), end);
        return isNew ? new(kind == "create", origin, session, state) : null;
    }

    private string? Open(byte[] octets)
    {
        var plain = new byte[octets.Length - NonceOctets - TagOctets];
        using var cipher = new AesGcm(_key, TagOctets);
        try
        {
            cipher.Decrypt(octets.AsSpan(0, NonceOctets), octets.AsSpan(NonceOctets, plain.Length), octets.AsSpan(NonceOctets + plain.Length), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            // Sealed before a restart, or by somebody else.
            return null;
        }
    }
}
