using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Globals;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Tells from the syntax what the words of an entry are. What only the meaning could tell is guessed from how names are written.</summary>
internal static class EntryClassifier
{
    private const int MaxSpans = 20_000;

    private static readonly ImmutableHashSet<string> Globals = [.. typeof(PromptGlobals).GetProperties().Select(property => property.Name)];

    public static ImmutableArray<PromptSpan> Classify(string code, CancellationToken cancellationToken)
    {
        var tree = CSharpSyntaxTree.ParseText(code, EntrySyntax.ParseOptions, cancellationToken: cancellationToken);
        var problems = SyntaxFactory.IsCompleteSubmission(tree)
            ? tree.GetDiagnostics(cancellationToken).Where(problem => problem.Severity == DiagnosticSeverity.Error).Select(problem => problem.Location.SourceSpan).ToArray()
            : [];
        var spans = ImmutableArray.CreateBuilder<PromptSpan>();
        foreach (var token in tree.GetRoot(cancellationToken).DescendantTokens())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (spans.Count > MaxSpans) break;
            Add(spans, token.LeadingTrivia);
            if (token.Span.Length > 0)
                spans.Add(new PromptSpan(token.SpanStart, token.Span.Length, Kind(token)) { IsError = Array.Exists(problems, token.Span.OverlapsWith) });
            Add(spans, token.TrailingTrivia);
        }

        return spans.ToImmutable();
    }

    private static void Add(ImmutableArray<PromptSpan>.Builder spans, SyntaxTriviaList list)
    {
        foreach (var trivia in list)
        {
            if (trivia.Span.Length == 0 || trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia) continue;
            var kind = trivia.IsDirective ? "directive" : trivia.IsKind(SyntaxKind.SkippedTokensTrivia) ? "punctuation" : "comment";
            spans.Add(new PromptSpan(trivia.SpanStart, trivia.Span.Length, kind) { IsError = trivia.IsKind(SyntaxKind.SkippedTokensTrivia) });
        }
    }

    private static string Kind(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "number",
        SyntaxKind.IdentifierToken => Name(token),
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedRawStringEndToken
            or SyntaxKind.InterpolatedSingleLineRawStringStartToken or SyntaxKind.InterpolatedMultiLineRawStringStartToken => "string",
        var kind => SyntaxFacts.IsKeywordKind(kind) || SyntaxFacts.IsContextualKeyword(kind) ? "keyword" : "punctuation",
    };

    private static string Name(SyntaxToken token)
    {
        switch (token.Parent)
        {
            case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax or ConstructorDeclarationSyntax:
                return "type";
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax:
                return "method";
            case IdentifierNameSyntax { IsVar: true }:
                return "keyword";
            case SimpleNameSyntax name:
                return Name(name, token.ValueText);
            default:
                return "name";
        }
    }

    private static string Name(SimpleNameSyntax name, string text)
    {
        if (text is "dynamic" or "nint" or "nuint" && name.Parent is not MemberAccessExpressionSyntax) return "keyword";
        ExpressionSyntax whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        if (whole.Parent is InvocationExpressionSyntax call && call.Expression == whole || name.Parent is MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax })
            return text == "nameof" ? "keyword" : "method";
        if (whole != name || name.Parent is MemberBindingExpressionSyntax) return "name";
        if (name is GenericNameSyntax || IsWhereATypeStands(name)) return "type";

        // Something capital before a dot is a type more often than not; what is at hand from the start is known.
        return name.Parent is MemberAccessExpressionSyntax && char.IsUpper(text, 0) && !Globals.Contains(text) ? "type" : "name";
    }

    private static bool IsWhereATypeStands(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Right == name && qualified.Parent is not (UsingDirectiveSyntax or QualifiedNameSyntax),
        VariableDeclarationSyntax declaration => declaration.Type == name,
        ParameterSyntax parameter => parameter.Type == name,
        BaseObjectCreationExpressionSyntax or CastExpressionSyntax or TypeOfExpressionSyntax or DefaultExpressionSyntax or TypeArgumentListSyntax or ArrayTypeSyntax
            or NullableTypeSyntax or BaseTypeSyntax or DeclarationPatternSyntax or RecursivePatternSyntax or TypePatternSyntax or CatchDeclarationSyntax or TupleElementSyntax
            or DeclarationExpressionSyntax or AttributeSyntax or RefTypeSyntax => name is not { Parent: CastExpressionSyntax cast } || cast.Type == name,
        MethodDeclarationSyntax method => method.ReturnType == name,
        LocalFunctionStatementSyntax function => function.ReturnType == name,
        PropertyDeclarationSyntax property => property.Type == name,
        ForEachStatementSyntax loop => loop.Type == name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } test => test.Right == name,
        _ => false,
    };
}
