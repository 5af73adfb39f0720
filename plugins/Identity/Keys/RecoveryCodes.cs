using System.Collections.Immutable;
using System.Security.Cryptography;

namespace PluginFramework.Identity.Keys;

/// <summary>Codes for the day the authenticator app is lost: ten letters and digits in two groups, fifty bits, which throttling keeps from being guessed.</summary>
internal static class RecoveryCodes
{
    private const int Count = 10;

    /// <summary>Without those that are taken for one another.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static ImmutableArray<string> Create() =>
        [.. Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Letters, 10).Insert(5, "-"))];

    public static StoredSecret ToSecret(string code) =>
        new(KeySchemes.RecoveryCode, Fingerprints.Sha256(string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant()));
}
