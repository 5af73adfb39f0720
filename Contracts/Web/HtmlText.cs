using System.Buffers;
using System.Text;

namespace PluginFramework.Web;

/// <summary>Text as it may stand between tags and in quoted attributes.</summary>
internal static class HtmlText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Plain =
        SearchValues.Create(" !#$%()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>
    /// Appends a text with the markup taken out of it. What no page should hold is made visible: control characters, halves of characters, and what would turn
    /// the direction of the text around it.
    /// </summary>
    public static void Append(StringBuilder page, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var special = text.IndexOfAnyExcept(Plain);
            if (special < 0)
            {
                page.Append(text);
                return;
            }

            page.Append(text[..special]);
            var status = Rune.DecodeFromUtf16(text[special..], out var rune, out var consumed);
            if (rune.Value == '\r' && text[special..] is ['\r', '\n', ..]) consumed = 2;
            text = text[(special + consumed)..];
            if (status == OperationStatus.Done) Append(page, rune);
            else page.Append(Replacement);
        }
    }

    private static void Append(StringBuilder page, Rune rune)
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
            case '\r':
                page.Append('\n');
                break;
            case < 0x20:
                page.Append((char)('\u2400' + rune.Value));
                break;
            case 0x7F:
                page.Append('\u2421');
                break;
            default:
                if (Turns(rune)) page.Append(Replacement);
                else page.Append(rune.ToString());
                break;
        }
    }

    private static bool Turns(Rune rune) => Rune.IsControl(rune)
        || rune.Value is 0x2028 or 0x2029 or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
