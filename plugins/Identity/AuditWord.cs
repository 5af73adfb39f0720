using System.Text;

namespace PluginFramework.Identity;

/// <summary>The words of the audit: an enumeration's member in lower case with hyphens, <c>invalid-credentials</c>.</summary>
internal static class AuditWord
{
    private const int MaxNameLength = 64;

    public static string Of<T>(T member) where T : struct, Enum
    {
        var name = member.ToString();
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    /// <summary>A name or another text as a client claimed it, fit to be recorded.</summary>
    public static string ClaimedName(string name, int maxLength = MaxNameLength)
    {
        var shown = new StringBuilder(Math.Min(name.Length, maxLength + 1));
        foreach (var letter in name.AsSpan(0, Math.Min(name.Length, maxLength))) shown.Append(char.IsControl(letter) ? '?' : letter);
        if (name.Length > maxLength) shown.Append('…');
        return shown.ToString();
    }
}
