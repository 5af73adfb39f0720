using System.Globalization;
using System.Text;
using Wcwidth;

namespace PluginFramework.Shell.Terminal;

/// <summary>How many cells of a terminal a character, as people see it, takes: two for East Asian and emoji, none for what has no form of its own.</summary>
internal static class CellWidth
{
    private const int EmojiPresentation = 0xFE0F;

    /// <summary>The cells of one grapheme cluster: those of its characters together, 2 at most.</summary>
    public static int OfElement(ReadOnlySpan<char> element)
    {
        if (element is [>= ' ' and <= '~']) return 1;
        var cells = 0;
        var previous = default(Rune);
        foreach (var rune in element.EnumerateRunes())
        {
            // What is a narrow symbol by itself is asked to be shown as an emoji.
            cells += rune.Value == EmojiPresentation && (Rune.IsSymbol(previous) || Rune.IsPunctuation(previous)) ? 1 : Math.Max(0, UnicodeCalculator.GetWidth(rune));
            previous = rune;
        }

        return Math.Min(cells, 2);
    }

    /// <summary>The cells of a text without line ends.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var cells = 0;
        while (text.Length > 0)
        {
            var length = StringInfo.GetNextTextElementLength(text);
            cells += OfElement(text[..length]);
            text = text[length..];
        }

        return cells;
    }
}
