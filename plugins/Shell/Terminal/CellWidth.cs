using System.Globalization;
using System.Text;

namespace PluginFramework.Shell.Terminal;

/// <summary>How many cells of a terminal a character, as people see it, takes: two for East Asian and emoji, none for what has no form of its own.</summary>
internal static class CellWidth
{
    private const int EmojiPresentation = 0xFE0F;

    // East Asian Width W and F of Unicode; where a block is wide but for a few characters, the whole block.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x23F0, 0x23F0), (0x23F3, 0x23F3), (0x25FD, 0x25FE),
        (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1), (0x26AA, 0x26AB), (0x26BD, 0x26BE),
        (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4), (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA),
        (0x26FD, 0x26FD), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E), (0x2753, 0x2755),
        (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF), (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55),
        (0x2E80, 0x303E), (0x3041, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19),
        (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1AFF0, 0x1B2FF), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF),
        (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A), (0x1F1E6, 0x1F1FF), (0x1F200, 0x1F265), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF),
        (0x1F7E0, 0x1F7F0), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>The cells of one grapheme cluster: those of its widest character, 2 at most.</summary>
    public static int OfElement(ReadOnlySpan<char> element)
    {
        if (element is [>= ' ' and <= '~']) return 1;
        var cells = 0;
        var previous = default(Rune);
        foreach (var rune in element.EnumerateRunes())
        {
            var own = rune.Value == EmojiPresentation && cells == 1 && (Rune.IsSymbol(previous) || Rune.IsPunctuation(previous)) ? 2 : Of(rune);
            cells = Math.Max(cells, own);
            previous = rune;
        }

        return cells;
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

    private static int Of(Rune rune)
    {
        if (rune.Value is 0x00AD) return 1;
        // Vowels and finals of Hangul join the syllable before them.
        if (rune.Value is >= 0x1160 and <= 0x11FF) return 0;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return IsWide(rune.Value) ? 2 : 1;
    }

    private static bool IsWide(int value)
    {
        var (low, high) = (0, Wide.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < Wide[middle].First) high = middle - 1;
            else if (value > Wide[middle].Last) low = middle + 1;
            else return true;
        }

        return false;
    }
}
