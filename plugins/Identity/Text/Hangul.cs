namespace PluginFramework.Identity.Text;

/// <summary>Korean syllables, which decompose and compose by arithmetic (The Unicode Standard §3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00, Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;

    public static bool TryDecompose(int codePoint, List<int> target)
    {
        var index = codePoint - Syllables;
        if (index is < 0 or >= LeadingCount * VowelCount * TrailingCount) return false;
        target.Add(Leading + (index / (VowelCount * TrailingCount)));
        target.Add(Vowels + (index / TrailingCount % VowelCount));
        if (index % TrailingCount != 0) target.Add(Trailing + (index % TrailingCount));
        return true;
    }

    public static bool TryCompose(int first, int second, out int composed)
    {
        composed = 0;
        var (leading, vowel, syllable, trailing) = (first - Leading, second - Vowels, first - Syllables, second - Trailing);
        if (leading is >= 0 and < LeadingCount && vowel is >= 0 and < VowelCount)
        {
            composed = Syllables + (((leading * VowelCount) + vowel) * TrailingCount);
        }
        else if (syllable is >= 0 and < LeadingCount * VowelCount * TrailingCount && syllable % TrailingCount == 0
            && trailing is > 0 and < TrailingCount)
        {
            composed = first + trailing;
        }

        return composed != 0;
    }
}
