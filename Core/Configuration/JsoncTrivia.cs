namespace PluginFramework.Core.Configuration;

/// <summary>White space and comments between the tokens of JSONC.</summary>
internal static class JsoncTrivia
{
    /// <summary>The offset of the first octet at or after <paramref name="offset"/> that belongs to a token or a comma, or the end.</summary>
    public static int Skip(ReadOnlySpan<byte> text, int offset)
    {
        while (offset < text.Length)
        {
            if (text[offset] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') offset++;
            else if (text[offset..].StartsWith("//"u8)) offset = After(text, offset + 2, "\n"u8);
            else if (text[offset..].StartsWith("/*"u8)) offset = After(text, offset + 2, "*/"u8);
            else break;
        }

        return offset;
    }

    private static int After(ReadOnlySpan<byte> text, int offset, ReadOnlySpan<byte> end)
    {
        var found = text[offset..].IndexOf(end);
        return found < 0 ? text.Length : offset + found + end.Length;
    }
}
