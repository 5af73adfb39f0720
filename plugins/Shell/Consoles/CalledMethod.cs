namespace PluginFramework.Shell.Consoles;

/// <summary>Finds what is being called where somebody writes its arguments: of <c>a.B(1, </c> that is <c>a.B</c>. A guess from the characters alone.</summary>
internal static class CalledMethod
{
    private const string Opening = "([{<";
    private const string Closing = ")]}>";

    /// <summary>The expression before the bracket that is open at the end of a text; <see langword="null"/>: there is none.</summary>
    public static string? In(string text)
    {
        var depth = 0;
        for (var at = text.Length - 1; at >= 0; at--)
        {
            switch (text[at])
            {
                case ')' or ']' or '}':
                    depth++;
                    break;
                case '(' when depth == 0:
                    return Before(text, at);
                case '(' or '[' or '{':
                    if (depth-- == 0) return null;
                    break;
                case ';' when depth == 0:
                    return null;
            }
        }

        return null;
    }

    private static string? Before(string text, int end)
    {
        var start = end;
        while (start > 0)
        {
            var sign = text[start - 1];
            if (char.IsLetterOrDigit(sign) || sign is '_' or '.' or '?' or '!') start--;
            else if (Closing.Contains(sign, StringComparison.Ordinal) && sign != '}' && Matching(text, start - 1) is >= 0 and var open) start = open;
            else break;
        }

        return start < end && !text.AsSpan(0, start).TrimEnd().EndsWith("new", StringComparison.Ordinal) ? text[start..end] : null;
    }

    /// <summary>Where the bracket is opened that is closed at a place; -1: nowhere.</summary>
    private static int Matching(string text, int close)
    {
        var (opening, closing, depth) = (Opening[Closing.IndexOf(text[close], StringComparison.Ordinal)], text[close], 0);
        for (var at = close; at >= 0; at--)
        {
            if (text[at] == closing) depth++;
            else if (text[at] == opening && --depth == 0) return at;
            else if (closing == '>' && text[at] is ';' or '{') return -1;
        }

        return -1;
    }
}
