using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginFramework.Identity.Text;

namespace PluginFramework.Identity;

/// <summary>What names, passwords, roles and protocols must look like. Messages never repeat the value, which may be a mistyped password.</summary>
internal static partial class UserRules
{
    private const int MaxNameLength = 64, MinPassword = 8, MaxDisplayName = 256, MaxWords = 64, MaxCertificates = 64;

    /// <summary>Whether it can be the name of a role or a protocol.</summary>
    public static bool IsWord(string? text) => text is not null && WordForm().IsMatch(text);

    public static void CheckName(string? name)
    {
        if (name is { Length: <= MaxNameLength } && NameForm().IsMatch(name)) return;
        throw new IdentityException(IdentityError.InvalidName,
            "A user's name is 1 to 64 of the letters a to z, digits and . _ -, and begins with a letter or a digit.");
    }

    public static void CheckPassword(string password)
    {
        var length = password.EnumerateRunes().Count();
        if (length < MinPassword || password.Length > SaslPrep.MaxLength)
        {
            throw new IdentityException(IdentityError.InvalidPassword,
                $"The password has {length} characters; it must have {MinPassword} to {SaslPrep.MaxLength}.");
        }

        // What preparation drops or merges does not make a password longer.
        if (!SaslPrep.TryPrepare(password, allowUnassigned: false, out var prepared) || prepared.EnumerateRunes().Count() < MinPassword)
        {
            throw new IdentityException(IdentityError.InvalidPassword,
                "The password holds characters that login protocols do not carry (RFC 4013): control or invisible characters, emoji, "
                + "or right-to-left letters mixed with left-to-right ones. Choose one without them.");
        }
    }

    public static string? CheckDisplayName(string? displayName)
    {
        if (string.IsNullOrWhiteSpace(displayName)) return null;
        if (displayName.Length <= MaxDisplayName && !displayName.Any(char.IsControl)) return displayName.Trim();
        throw new IdentityException(IdentityError.InvalidValue, $"A display name has {MaxDisplayName} characters at most, none of them a control character.");
    }

    public static ImmutableArray<string> CheckRoles(ImmutableArray<string> roles) => Distinct(roles, IsWord, MaxWords,
        $"A role's name is 1 to 32 of a-z 0-9 -, and a user has {MaxWords} roles at most.");

    public static ImmutableArray<string> CheckProtocols(ImmutableArray<string> protocols) =>
        Distinct(protocols, text => text == User.AnyProtocol || IsWord(text), MaxWords,
            $"A protocol's name is 1 to 32 of a-z 0-9 -, or * for all, and a user has {MaxWords} at most.");

    public static ImmutableArray<string> CheckFingerprints(ImmutableArray<string> fingerprints) =>
        Distinct(fingerprints.IsDefault ? [] : [.. fingerprints.Select(text => text?.ToLowerInvariant() ?? "")], FingerprintForm().IsMatch, MaxCertificates,
            $"A certificate's fingerprint is its SHA-256 in 64 hexadecimal digits, and a user has {MaxCertificates} certificates at most.");

    private static ImmutableArray<string> Distinct(ImmutableArray<string> values, Func<string, bool> isValid, int most, string rule)
    {
        if (values.IsDefault) return [];
        ImmutableArray<string> distinct = [.. values.Distinct(StringComparer.Ordinal)];
        if (distinct.Length <= most && distinct.All(isValid)) return distinct;
        throw new IdentityException(IdentityError.InvalidValue, rule);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z")]
    private static partial Regex WordForm();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex FingerprintForm();
}
