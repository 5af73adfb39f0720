using System.Collections.Immutable;
using System.Text;

namespace PluginFramework.Shell.Text;

/// <summary>
/// Splits a line into words as a POSIX shell does (POSIX.1-2024 XCU §2.2): spaces separate, quotes and backslashes keep. Nothing is expanded.
/// A word that begins with <c>#</c> begins a comment.
/// </summary>
internal sealed class Words
{
    private const string Operators = "|&;<>`";

    private readonly ImmutableArray<Word>.Builder _words = ImmutableArray.CreateBuilder<Word>();
    private readonly StringBuilder _word = new();

    private Words()
    {
    }

    /// <summary>The words; the last one may have lost its closing quote.</summary>
    public ImmutableArray<Word> All { get; private set; }

    /// <summary>Where a quote was opened that is not closed, or a backslash stands at the end; -1: nowhere.</summary>
    public int OpenAt { get; private set; } = -1;

    /// <summary>What is wrong; <see langword="null"/>: nothing.</summary>
    public string? Problem { get; private set; }

    public static Words Scan(string line)
    {
        var words = new Words();
        words.Read(line);
        words.All = words._words.ToImmutable();
        return words;
    }

    /// <exception cref="CommandException">The line cannot be understood.</exception>
    public static ImmutableArray<Word> Split(string line) => Scan(line) is { Problem: null } words ? words.All : throw new CommandException(ExitCode.Usage, Scan(line).Problem!);

    /// <summary>A word as it is to be typed.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAny(" \t\n'\"\\#" + Operators) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private void Read(string line)
    {
        var at = 0;
        while (at < line.Length)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            if (line[at] == '#')
            {
                at = line.IndexOf('\n', at) is >= 0 and var end ? end : line.Length;
                continue;
            }

            at = ReadWord(line, at);
        }

        if (OpenAt >= 0) Problem ??= line[OpenAt] == '\\' ? "The line ends with a backslash." : $"There is no closing {line[OpenAt]} for the one in column {OpenAt + 1}.";
    }

    private int ReadWord(string line, int start)
    {
        _word.Clear();
        var (at, isQuoted) = (start, false);
        while (at < line.Length && !char.IsWhiteSpace(line[at]))
        {
            switch (line[at])
            {
                case '\'' or '"':
                    isQuoted = true;
                    at = ReadQuoted(line, at);
                    break;
                case '\\' when at + 1 < line.Length:
                    isQuoted = true;
                    // A backslash before a line end joins the lines.
                    if (line[at + 1] != '\n') _word.Append(line[at + 1]);
                    at += 2;
                    break;
                case '\\':
                    OpenAt = at++;
                    break;
                case var sign:
                    if (Operators.Contains(sign, StringComparison.Ordinal))
                        Problem ??= $"'{sign}' in column {at + 1} means something to other shells and nothing here: there are no pipes and no redirection. Put it in quotes if it is part of a word.";
                    _word.Append(sign);
                    at++;
                    break;
            }
        }

        _words.Add(new(_word.ToString(), start, at, isQuoted));
        return at;
    }

    private int ReadQuoted(string line, int start)
    {
        var quote = line[start];
        for (var at = start + 1; at < line.Length; at++)
        {
            if (line[at] == quote) return at + 1;
            if (quote == '"' && line[at] == '\\' && at + 1 < line.Length && (line[at + 1] is '"' or '\\' or '$' or '`' or '\n'))
            {
                if (line[++at] != '\n') _word.Append(line[at]);
            }
            else
            {
                _word.Append(line[at]);
            }
        }

        OpenAt = start;
        return line.Length;
    }
}
