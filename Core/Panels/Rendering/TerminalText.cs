using System.Globalization;
using System.Text;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Fits text that others wrote into lines of a terminal.</summary>
internal static class TerminalText
{
    private const string Ellipsis = "…";

    /// <summary>On one line, with nothing in it that moves the cursor, turns the direction of writing, or is no character.</summary>
    public static string Clean(string? text)
    {
        if (text is null) return "";
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(Moves(rune) ? " " : rune.ToString());
        return clean.ToString();
    }

    /// <summary>A value on one line.</summary>
    public static string Of(PanelValue? value) => Clean(PanelText.Of(value));

    /// <summary>The lines of a text, each clean.</summary>
    public static IEnumerable<string> Lines(string? text) => (text ?? "").ReplaceLineEndings("\n").Split('\n').Select(Clean);

    /// <summary>Breaks a line between words where it is too long, and words where they are.</summary>
    public static IEnumerable<string> Wrap(string line, int width)
    {
        if (TerminalCells.Of(line) <= width)
        {
            yield return line;
            yield break;
        }

        var current = new StringBuilder();
        var cells = 0;
        var isFirst = true;
        foreach (var word in line.Split(' '))
        {
            var length = TerminalCells.Of(word);
            if (!isFirst && cells + 1 + length <= width)
            {
                current.Append(' ').Append(word);
                cells += 1 + length;
                continue;
            }

            if (!isFirst) yield return Take(current);
            isFirst = false;
            cells = 0;
            foreach (var element in Elements(word, width))
            {
                var size = TerminalCells.Of(element);
                if (cells + size > width)
                {
                    yield return Take(current);
                    cells = 0;
                }

                current.Append(element);
                cells += size;
            }
        }

        yield return current.ToString();
    }

    /// <summary>Fills a text up with spaces.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - TerminalCells.Of(text)));

    /// <summary>What people take for characters; one that is wider than a line is left out visibly.</summary>
    private static IEnumerable<string> Elements(string word, int width)
    {
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            yield return TerminalCells.Of(element) > width ? Ellipsis : element;
        }
    }

    private static bool Moves(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    private static string Take(StringBuilder text)
    {
        var taken = text.ToString();
        text.Clear();
        return taken;
    }
}
