using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Consoles;

/// <summary>The code of a line <c>prompt [--name NAME] -e CODE</c>: C#, which has quotes of its own.</summary>
internal static class PromptCode
{
    /// <summary>All that follows <c>-e</c>, as it is; where that is one quoted word its quotes are the shell's. <see langword="null"/>: it is no such line.</summary>
    public static (string? Name, string Code)? In(string line)
    {
        var rest = After(line.Trim(), "prompt");
        string? name = null;
        if (After(rest, "--name") is { } named)
        {
            var end = named.IndexOf(' ', StringComparison.Ordinal);
            if (end < 0) return null;
            (name, rest) = (named[..end], named[end..].TrimStart());
        }

        return (After(rest, "-e") ?? After(rest, "--eval")) is { } code ? (name, Unquoted(code)) : null;
    }

    private static string? After(string? text, string word) =>
        text is not null && text.StartsWith(word, StringComparison.Ordinal) && text.Length > word.Length && char.IsWhiteSpace(text[word.Length]) ? text[word.Length..].TrimStart() : null;

    private static string Unquoted(string code)
    {
        if (code.Length < 2 || code[0] is not ('\'' or '"')) return code;
        var end = 1;
        while (end < code.Length && code[end] != code[0]) end += code[0] == '"' && code[end] == '\\' ? 2 : 1;
        return end == code.Length - 1 && Words.Scan(code) is { Problem: null, All: [var word] } ? word.Text : code;
    }
}
