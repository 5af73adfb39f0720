using System.Text;

namespace PluginFramework.Identity.Text;

/// <summary>SASLprep (RFC 4013), which makes the same string of what different keyboards and clients send for the same password.</summary>
/// <remarks>
/// The tables are the program's own: a daemon in invariant globalization mode has no Unicode normalisation, and a stored secret must
/// not depend on the ICU of a machine.
/// </remarks>
internal static class SaslPrep
{
    /// <summary>The longest input in UTF-16 units; the longest password there is.</summary>
    public const int MaxLength = 1024;

    /// <summary>Prepares a string; false where RFC 4013 forbids it.</summary>
    /// <param name="text">The string.</param>
    /// <param name="allowUnassigned">A "query", which may hold code points unassigned in Unicode 3.2, not a "stored string" (RFC 3454 §7).</param>
    /// <param name="prepared">The prepared string, which may be empty.</param>
    public static bool TryPrepare(string text, bool allowUnassigned, out string prepared)
    {
        prepared = text;
        if (text.Length > MaxLength) return false;
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return true;

        var table = StringPrepTable.Instance;
        var mapped = new List<int>(text.Length);
        // An unpaired surrogate is enumerated as U+FFFD, which is prohibited.
        foreach (var rune in text.EnumerateRunes())
        {
            if (table.IsUnassigned(rune.Value) && !allowUnassigned) return false;
            if (StringPrepTable.IsNonAsciiSpace(rune.Value)) mapped.Add(' ');
            else if (!StringPrepTable.IsMappedToNothing(rune.Value)) mapped.Add(rune.Value);
        }

        var normal = table.NormalizeKC(mapped);
        if (normal.Exists(table.IsProhibited) || !IsDirectionConsistent(normal, table)) return false;
        prepared = ToText(normal);
        return true;
    }

    /// <summary>The octets to hash: of the prepared password, or as it came where SASLprep forbids it.</summary>
    public static byte[] PasswordOctets(string password) =>
        Encoding.UTF8.GetBytes(TryPrepare(password, allowUnassigned: true, out var prepared) ? prepared : password);

    // RFC 3454 §6
    private static bool IsDirectionConsistent(List<int> text, StringPrepTable table) =>
        !text.Exists(table.IsRightToLeft)
        || (!text.Exists(table.IsLeftToRight) && table.IsRightToLeft(text[0]) && table.IsRightToLeft(text[^1]));

    private static string ToText(List<int> codePoints)
    {
        var builder = new StringBuilder(codePoints.Count);
        foreach (var codePoint in codePoints) builder.Append(new Rune(codePoint).ToString());
        return builder.ToString();
    }
}
