using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PluginFramework.Identity.Keys;

/// <summary>What there is to say of a key, kept beside it: the key's own value is what it is found by.</summary>
/// <param name="KeyId">The key's id (<see cref="IdOf"/>).</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ceases to work.</param>
/// <param name="Protocols">What it is good for.</param>
/// <param name="Label">What its owner calls it.</param>
internal sealed record KeyNote(string KeyId, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, ImmutableArray<string> Protocols, string Label)
{
    private const char Separator = '|';

    /// <summary>The id of a secret: the beginning of a hash of it.</summary>
    public static string IdOf(StoredSecret secret) => Fingerprints.Sha256($"{secret.Scheme}:{secret.Value}")[..16];

    public static KeyNote? Find(IEnumerable<StoredSecret> secrets, string keyId)
    {
        foreach (var secret in secrets)
        {
            if (secret.Scheme == KeySchemes.Note && TryParse(secret.Value, out var note) && note.KeyId == keyId) return note;
        }

        return null;
    }

    public StoredSecret ToSecret() => new(KeySchemes.Note, string.Join(
        Separator, KeyId, Text(CreatedAt), ExpiresAt is { } end ? Text(end) : "", string.Join(',', Protocols), Label));

    private static bool TryParse(string value, [NotNullWhen(true)] out KeyNote? note)
    {
        note = null;
        if (value.Split(Separator, 5) is not [var id, var created, var expires, var protocols, var label] || !TryRead(created, out var at)) return false;
        DateTimeOffset? end = null;
        if (expires.Length > 0)
        {
            if (!TryRead(expires, out var read)) return false;
            end = read;
        }

        note = new(id, at, end, [.. protocols.Split(',', StringSplitOptions.RemoveEmptyEntries)], label);
        return true;
    }

    private static string Text(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static bool TryRead(string text, out DateTimeOffset time)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = isNumber ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return isNumber;
    }
}
