using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using PluginFramework.Identity.Keys;

namespace PluginFramework.Identity.Passkeys;

/// <summary>A passkey as the user database keeps it: its id as a secret that users are found by, and the rest beside it in another.</summary>
/// <param name="CredentialId">Its id in Base64url.</param>
/// <param name="Host">The relying party's id.</param>
/// <param name="PublicKey">The public key (COSE, RFC 9052) in Base64url.</param>
/// <param name="SignCount">How often it was used, as it last said; zero where it does not count.</param>
/// <param name="IsBackupEligible">Whether it may be copied to other devices.</param>
/// <param name="IsBackedUp">Whether it was.</param>
/// <param name="Transports">How its device is reached, in the browser's words.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="LastUsedAt">When it was last used.</param>
/// <param name="Label">What its owner calls it.</param>
internal sealed record PasskeyRecord(
    string CredentialId, string Host, string PublicKey, uint SignCount, bool IsBackupEligible, bool IsBackedUp, ImmutableArray<string> Transports, DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt, string Label)
{
    /// <summary>The longest that user databases and their exports take.</summary>
    public const int MaxLength = 4096;

    private const char Separator = '|';
    private const int MaxTransports = 8, MaxTransportLength = 20;

    /// <summary>What it is found by.</summary>
    public StoredSecret IdSecret => new(KeySchemes.Passkey, CredentialId);

    public static PasskeyRecord Of(UserPasskeyInfo passkey, string host, string label, DateTimeOffset now) => new(
        Base64Url.EncodeToString(passkey.CredentialId), host, Base64Url.EncodeToString(passkey.PublicKey), passkey.SignCount, passkey.IsBackupEligible, passkey.IsBackedUp,
        [.. (passkey.Transports ?? []).Where(IsTransport).Take(MaxTransports)], now, null, label);

    /// <summary>The passkeys among a user's secrets.</summary>
    public static IEnumerable<PasskeyRecord> In(IEnumerable<StoredSecret> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.Scheme == KeySchemes.PasskeyRecord && TryParse(secret.Value, out var record)) yield return record;
        }
    }

    public StoredSecret ToSecret() => new(KeySchemes.PasskeyRecord, string.Join(
        Separator, CredentialId, Host, PublicKey, SignCount.ToString(CultureInfo.InvariantCulture), $"{(IsBackupEligible ? "e" : "")}{(IsBackedUp ? "b" : "")}",
        string.Join(',', Transports), Text(CreatedAt), LastUsedAt is { } used ? Text(used) : "", Label));

    /// <summary>As the library knows it. It was registered with its user verified, or it would not be here.</summary>
    public UserPasskeyInfo ToInfo() => new(
        Base64Url.DecodeFromChars(CredentialId), Base64Url.DecodeFromChars(PublicKey), CreatedAt, SignCount, [.. Transports], isUserVerified: true, IsBackupEligible, IsBackedUp,
        attestationObject: [], clientDataJson: []);

    private static bool TryParse(string value, [NotNullWhen(true)] out PasskeyRecord? record)
    {
        record = null;
        if (value.Split(Separator, 9) is not [var id, var host, var key, var count, var flags, var transports, var created, var used, var label]) return false;
        if (!Base64Url.IsValid(id) || !Base64Url.IsValid(key) || !uint.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var signCount) || Time(created) is not { } at) return false;
        record = new(id, host, key, signCount, flags.Contains('e'), flags.Contains('b'), [.. transports.Split(',', StringSplitOptions.RemoveEmptyEntries)], at, Time(used), label);
        return true;
    }

    private static bool IsTransport(string text) => text.Length is > 0 and <= MaxTransportLength && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static string Text(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
