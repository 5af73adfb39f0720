using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace PluginFramework.Scripting.Compilation;

/// <summary>What is refused before the compiler sees it: entries so big or so deep that its recursion would end the process.</summary>
internal static class EntryBounds
{
    private const int MaxOctets = 64 * 1024;

    /// <summary>Brackets within brackets; those in strings and comments count, as interpolated strings hold code.</summary>
    private const int MaxNesting = 100;

    /// <summary>Interpolated strings within one another: the time the compiler takes doubles with each.</summary>
    private const int MaxInterpolation = 6;

    /// <summary>Tokens between separators: the compiler recurses along chains (<c>a.b.c</c>, <c>1+1+1</c>).</summary>
    private const int MaxRun = 4000;

    /// <summary>The same word again: for some (<c>partial</c>) the time the parser takes doubles with each.</summary>
    private const int MaxRepeats = 8;

    /// <summary>Lines that begin with <c>#</c>, and their length.</summary>
    private const int MaxDirectives = 200;
    private const int MaxDirectiveLength = 1000;

    /// <summary>What is wrong with the entry, and what to do; <see langword="null"/> when the compiler may have it.</summary>
    public static string? Problem(string code)
    {
        if (Encoding.UTF8.GetByteCount(code) is > MaxOctets and var octets) return $"The entry has {octets} octets; it may have {MaxOctets}. Enter it in parts.";
        if (Nesting(code) > MaxNesting) return $"The entry nests brackets deeper than {MaxNesting}; enter it in parts.";
        if (Interpolation(code) > MaxInterpolation) return $"The entry nests interpolated strings deeper than {MaxInterpolation}; use variables.";
        if (!AreDirectivesBounded(code)) return $"The entry has more than {MaxDirectives} directives, or one longer than {MaxDirectiveLength} characters; leave them out.";
        return TokenProblem(code);
    }

    private static int Nesting(string code)
    {
        int depth = 0, angles = 0, deepest = 0;
        foreach (var character in code)
        {
            switch (character)
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(depth - 1, 0);
                    break;
                case '<':
                    angles++;
                    break;
                case '>':
                    angles = Math.Max(angles - 1, 0);
                    break;
            }

            // A comparison opens what nothing closes; a type's arguments end with the statement.
            if (character is ';' or '{' or '}') angles = 0;
            deepest = Math.Max(deepest, depth + angles);
        }

        return deepest;
    }

    private static int Interpolation(string code)
    {
        var begun = new Stack<int>();
        int depth = 0, deepest = 0;
        for (var i = 0; i < code.Length - 1; i++)
        {
            switch (code[i])
            {
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '$' when code[i + 1] is '"' or '@' or '$':
                    while (begun.TryPeek(out var outer) && outer >= depth) begun.Pop();
                    begun.Push(depth);
                    deepest = Math.Max(deepest, begun.Count);
                    break;
            }
        }

        return deepest;
    }

    private static bool AreDirectivesBounded(string code)
    {
        var count = 0;
        foreach (var line in code.AsSpan().EnumerateLines())
        {
            if (!line.TrimStart().StartsWith('#')) continue;
            if (++count > MaxDirectives || line.Length > MaxDirectiveLength) return false;
        }

        return true;
    }

    private static string? TokenProblem(string code)
    {
        var (run, repeats, last) = (0, 0, "");
        foreach (var token in SyntaxFactory.ParseTokens(code, options: EntrySyntax.ParseOptions))
        {
            run = token.Kind() is SyntaxKind.CommaToken or SyntaxKind.SemicolonToken or SyntaxKind.OpenBraceToken or SyntaxKind.CloseBraceToken ? 0 : run + 1;
            if (run > MaxRun) return $"The entry has an expression of more than {MaxRun} tokens; enter it in parts.";
            var isWord = SyntaxFacts.IsIdentifierStartCharacter(token.Text.FirstOrDefault());
            repeats = isWord && token.Text == last ? repeats + 1 : 0;
            if (repeats > MaxRepeats) return $"The entry repeats the word '{token.Text}'.";
            last = token.Text;
        }

        return null;
    }
}
