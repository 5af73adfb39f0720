using System.Text;

namespace PluginFramework.Shell.Terminal;

/// <summary>Takes from text that others wrote what would move the cursor, turn the direction of writing or speak to the terminal.</summary>
internal static class SafeText
{
    private const int TabStop = 4;

    /// <summary>On one line.</summary>
    public static string Line(string? text) => Clean(text, keepsLines: false);

    /// <summary>Lines stay lines, separated by line feeds.</summary>
    public static string Lines(string? text) => Clean(text?.Replace("\r\n", "\n", StringComparison.Ordinal), keepsLines: true);

    private static string Clean(string? text, bool keepsLines)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n' && keepsLines) clean.Append('\n');
            else if (rune.Value == '\t') clean.Append(' ', TabStop);
            else if (IsHarmful(rune)) clean.Append(' ');
            else clean.Append(rune);
        }

        return clean.ToString();
    }

    private static bool IsHarmful(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
