using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Takes literal passwords out of an entry before it goes into the audit, which holds no secrets.</summary>
internal sealed class SecretMask : CSharpSyntaxRewriter
{
    private static readonly SyntaxToken Masked = SyntaxFactory.Literal("…");

    /// <summary>The entry as the audit may have it.</summary>
    public static string Apply(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code, EntrySyntax.ParseOptions).GetRoot();
        return new SecretMask().Visit(root).ToFullString();
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) =>
        node.IsKind(SyntaxKind.StringLiteralExpression) && IsSecret(node)
            ? node.WithToken(Masked.WithTriviaFrom(node.Token))
            : node;

    private static bool IsSecret(LiteralExpressionSyntax node) => node.Parent switch
    {
        AssignmentExpressionSyntax assignment => NamesSecret(assignment.Left.ToString()),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => NamesSecret(variable.Identifier.ValueText),
        ArgumentSyntax { NameColon: { } name } => NamesSecret(name.Name.Identifier.ValueText),
        ArgumentSyntax { Parent: ArgumentListSyntax list } argument => list.Arguments.IndexOf(argument) == 1 && TakesPassword(list.Parent),
        _ => false,
    };

    private static bool TakesPassword(SyntaxNode? call) => call switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.ToString() == "Users.Add",
        ObjectCreationExpressionSyntax creation => creation.Type.ToString().EndsWith("NewUser", StringComparison.Ordinal)
            || creation.Type.ToString().EndsWith("Credential", StringComparison.Ordinal),
        _ => false,
    };

    private static bool NamesSecret(string name) =>
        name.Contains("password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase);
}
