using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Identity.Keys;

namespace PluginFramework.Identity.Invitations;

/// <summary>The tokens of one-time links: 256 random bits, kept as their hash with a note of their end.</summary>
internal static class LinkTokens
{
    public const string Invitation = "invitation", Reset = "new password";

    private const int Octets = 32, Length = 43;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Octets));

    public static bool IsOne(string token) => token.Length == Length;

    public static StoredSecret ToSecret(string token) => new(KeySchemes.OneTimeLink, Fingerprints.Sha256(token));

    /// <summary>A user's secrets with a link in place of any there was.</summary>
    public static ImmutableArray<StoredSecret> With(ImmutableArray<StoredSecret> secrets, string token, string label, DateTimeOffset now, DateTimeOffset until)
    {
        var secret = ToSecret(token);
        return [.. Without(secrets), secret, new KeyNote(KeyNote.IdOf(secret), now, until, [], label).ToSecret()];
    }

    /// <summary>A user's secrets without any link.</summary>
    public static ImmutableArray<StoredSecret> Without(ImmutableArray<StoredSecret> secrets)
    {
        foreach (var link in secrets.Where(secret => secret.Scheme == KeySchemes.OneTimeLink))
        {
            secrets = secrets.Remove(link);
            if (KeyNote.Find(secrets, KeyNote.IdOf(link)) is { } note) secrets = secrets.Remove(note.ToSecret());
        }

        return secrets;
    }

    /// <summary>Whether a token is that of a link among a user's secrets which still works.</summary>
    public static bool Opens(ImmutableArray<StoredSecret> secrets, string token, DateTimeOffset now)
    {
        var secret = ToSecret(token);
        return secrets.Contains(secret) && KeyNote.Find(secrets, KeyNote.IdOf(secret))?.ExpiresAt > now;
    }
}
