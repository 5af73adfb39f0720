using System.Text;

namespace PluginFramework.Prompt.Html;

/// <summary>Text as it may stand between tags and in quoted attributes.</summary>
internal static class HtmlText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Appends a text. Markup in it becomes text, and characters that no page may hold, or that would turn those around them, become visible.</summary>
    public static void Append(StringBuilder page, ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<':
                    page.Append("&lt;");
                    break;
                case '>':
                    page.Append("&gt;");
                    break;
                case '&':
                    page.Append("&amp;");
                    break;
                case '"':
                    page.Append("&quot;");
                    break;
                case '\'':
                    page.Append("&#39;");
                    break;
                case '\n' or '\t':
                    page.Append((char)rune.Value);
                    break;
                case < 0x20:
                    page.Append((char)('\u2400' + rune.Value));
                    break;
                default:
                    if (IsUnfit(rune)) page.Append(Replacement);
                    else Append(page, rune);
                    break;
            }
        }
    }

    private static void Append(StringBuilder page, Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        page.Append(characters[..rune.EncodeToUtf16(characters)]);
    }

    private static bool IsUnfit(Rune rune) => Rune.IsControl(rune)
        || rune.Value is 0x2028 or 0x2029 or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
