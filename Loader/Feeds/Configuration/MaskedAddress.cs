using System.Text.RegularExpressions;

namespace PluginFramework.Loader.Feeds.Configuration;

/// <summary>Shows addresses without what may be a secret in them: the user information, and the query.</summary>
internal static partial class MaskedAddress
{
    private const string Mask = "***";

    /// <summary>A text with every address in it masked. A masked text stays as it is.</summary>
    public static string In(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? Query().Replace(UserInformation().Replace(text, $"$1{Mask}@"), $"$1?{Mask}") : text;

    // A password may hold an '@', so up to the last one.
    [GeneratedRegex("""([a-z][a-z0-9+.-]*://)[^/?#\s"'<>]*@""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();

    [GeneratedRegex("""([a-z][a-z0-9+.-]*://[^?\s"'<>]*)\?(?!\*\*\*)[^\s"'<>]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();
}
