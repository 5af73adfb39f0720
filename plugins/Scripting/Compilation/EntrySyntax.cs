using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginFramework.Scripting.Compilation;

/// <summary>What the syntax of an entry says.</summary>
internal static class EntrySyntax
{
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>Whether later entries may use something of this one: a declaration, a using, a variable in a pattern or an argument.</summary>
    public static bool Declares(CompilationUnitSyntax root) =>
        root.Usings.Count > 0
        || root.Externs.Count > 0
        || root.Members.Any(member => member is not GlobalStatementSyntax)
        || root.DescendantNodes().Any(node => node is SingleVariableDesignationSyntax);

    /// <summary>Whether the entry has a value: it ends in an expression that has a type, or returns one.</summary>
    public static bool HasValue(CompilationUnitSyntax root, SemanticModel model, CancellationToken cancellationToken)
    {
        if (root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            return model.GetTypeInfo(last.Expression, cancellationToken).Type is not { SpecialType: SpecialType.System_Void };
        return root.Members.OfType<GlobalStatementSyntax>()
            .SelectMany(member => member.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            .Any(node => node is ReturnStatementSyntax { Expression: not null });
    }

    /// <summary>The identifiers of the entry.</summary>
    public static IEnumerable<string> Names(CompilationUnitSyntax root) =>
        root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).Distinct(StringComparer.Ordinal);
}
