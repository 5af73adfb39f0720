using System.Security.Cryptography;

namespace PluginFramework.Identity.Keys;

/// <summary>The form of app passwords: a mark that secret scanners can look for, and 160 random bits.</summary>
internal static class AppPasswords
{
    private const string Mark = "pfa_";
    private const int Octets = 20;

    public static string Create() => Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Octets));

    public static bool IsOne(string text) => text.Length == Mark.Length + (2 * Octets) && text.StartsWith(Mark, StringComparison.Ordinal);

    public static StoredSecret ToSecret(string appPassword) => new(KeySchemes.AppPassword, Fingerprints.Sha256(appPassword));
}
