using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PluginFramework.Plugins;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Packages;

/// <summary>Finds the lines of an entry that ask for packages. Any other <c>#r</c> is left to the compiler, which refuses it.</summary>
internal static class PackageDirectives
{
    private const string Scheme = "nuget:";

    /// <summary>Those that stand before anything else, as the compiler wants it.</summary>
    /// <param name="code">An entry within the bounds of <see cref="EntryBounds"/>.</param>
    public static Task<ImmutableArray<PackageDirective>> FindAsync(string code) => code.Contains("#r", StringComparison.Ordinal)
        ? CompilerStack.RunAsync(() => Find(code))
        : Task.FromResult(ImmutableArray<PackageDirective>.Empty);

    /// <summary>The entry without them; all else stays where it stands.</summary>
    public static string Blank(string code, ImmutableArray<PackageDirective> directives)
    {
        if (directives.IsEmpty) return code;
        var text = code.ToCharArray();
        foreach (var directive in directives)
        {
            foreach (ref var letter in text.AsSpan(directive.Span.Start, directive.Span.Length))
            {
                if (letter is not ('\r' or '\n')) letter = ' ';
            }
        }

        return new string(text);
    }

    private static ImmutableArray<PackageDirective> Find(string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, EntrySyntax.ParseOptions);
        return
        [
            .. tree.GetCompilationUnitRoot().GetReferenceDirectives()
                .Where(directive => directive.IsActive && directive.File.ValueText.TrimStart().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
                .Select(directive => new PackageDirective(RequestOf(directive), tree.GetLineSpan(directive.Span).StartLinePosition, directive.Span)),
        ];
    }

    private static PackageRequest RequestOf(ReferenceDirectiveTriviaSyntax directive)
    {
        // A range has a comma of its own.
        var parts = directive.File.ValueText.Trim()[Scheme.Length..].Split(',', 2, StringSplitOptions.TrimEntries);
        return new(parts[0], parts is [_, { Length: > 0 } version] ? version : null);
    }
}
