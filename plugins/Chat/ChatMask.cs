namespace PluginFramework.Chat;

/// <summary>Masks of people: <c>nick!account@host</c> with <c>*</c> for any run of characters and <c>?</c> for any one.</summary>
/// <remarks>A person's host is the name of the protocol they are on; addresses are nobody's business.</remarks>
internal static class ChatMask
{
    /// <summary>Completes a mask that leaves parts out: <c>nick</c> becomes <c>nick!*@*</c>.</summary>
    public static string Normalize(string mask)
    {
        var bang = mask.IndexOf('!', StringComparison.Ordinal);
        var at = mask.IndexOf('@', Math.Max(bang, 0));
        return (bang, at) switch
        {
            (< 0, < 0) => $"{mask}!*@*",
            (< 0, _) => $"*!{mask}",
            (_, < 0) => $"{mask}@*",
            _ => mask,
        };
    }

    public static bool Matches(string mask, ChatPerson person) => Glob(mask, $"{person.Nickname}!{person.Account}@{person.Protocol}");

    // Greedy with one point to go back to: linear in mask times text at worst, whatever the mask.
    private static bool Glob(string mask, string text)
    {
        int m = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (m < mask.Length && mask[m] == '*')
            {
                star = m++;
                mark = t;
            }
            else if (m < mask.Length && (mask[m] == '?' || ChatNameComparer.Fold(mask[m]) == ChatNameComparer.Fold(text[t])))
            {
                m++;
                t++;
            }
            else if (star >= 0)
            {
                m = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return mask.AsSpan(m).TrimStart('*').IsEmpty;
    }
}
