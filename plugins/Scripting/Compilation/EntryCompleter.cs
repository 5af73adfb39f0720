using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Proposes what could stand at a position, from what the compiler knows to be in scope there. Runs no code.</summary>
internal static class EntryCompleter
{
    private const int MaxProposals = 200;

    private static readonly string[] Keywords =
        [.. SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText).Where(text => text.All(char.IsAsciiLetter))];

    /// <summary>The proposals.</summary>
    /// <param name="analysis">The entry.</param>
    /// <param name="position">Where.</param>
    /// <param name="library">Where their documentation is looked up.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static ImmutableArray<PromptCompletion> Complete(EntryAnalysis analysis, int position, DocumentationLibrary library, CancellationToken cancellationToken)
    {
        var model = analysis.Model;
        var text = model.SyntaxTree.GetText(cancellationToken);
        position = Math.Clamp(position, 0, text.Length);
        var start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1])) start--;
        var prefix = text.ToString(new(start, position - start));
        var left = LeftOfDot(model.SyntaxTree.GetRoot(cancellationToken), start);
        var proposals = Symbols(model, left, start, cancellationToken)
            .Where(symbol => symbol.CanBeReferencedByName && symbol.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .GroupBy(symbol => symbol.Name, StringComparer.Ordinal)
            .Select(group => new Proposal(group.Key, Rank(group.First()), [.. group]));
        if (left is null && prefix.Length > 0)
        {
            proposals = proposals.Concat(Keywords
                .Where(keyword => keyword.StartsWith(prefix, StringComparison.Ordinal))
                .Select(keyword => new Proposal(keyword, Rank: 3, [])));
        }

        return
        [
            .. proposals
                .OrderByDescending(proposal => proposal.Text.StartsWith(prefix, StringComparison.Ordinal))
                .ThenBy(proposal => proposal.Rank)
                .ThenBy(proposal => proposal.Text, StringComparer.OrdinalIgnoreCase)
                .DistinctBy(proposal => proposal.Text, StringComparer.Ordinal)
                .Take(MaxProposals)
                .Select(proposal => Describe(proposal, analysis, library, cancellationToken)),
        ];
    }

    private static PromptCompletion Describe(Proposal proposal, EntryAnalysis analysis, DocumentationLibrary library, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (proposal.Symbols is not [var first, ..]) return new(proposal.Text, "keyword", proposal.Text);
        return new(proposal.Text, Kind(first), first.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat))
        {
            Documentation = library.Summary(first, analysis),
            Overloads = proposal.Symbols.Length,
        };
    }

    private static ExpressionSyntax? LeftOfDot(SyntaxNode root, int start)
    {
        var token = start == 0 ? default : root.FindToken(start - 1);
        if (!token.IsKind(SyntaxKind.DotToken)) return null;
        return token.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            QualifiedNameSyntax name => name.Left,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => null,
        };
    }

    private static IEnumerable<ISymbol> Symbols(SemanticModel model, ExpressionSyntax? left, int position, CancellationToken cancellationToken)
    {
        if (left is null) return model.LookupSymbols(position);
        switch (model.GetSymbolInfo(left, cancellationToken).Symbol)
        {
            case INamespaceSymbol space:
                return model.LookupNamespacesAndTypes(position, space);
            case ITypeSymbol type:
                return model.LookupSymbols(position, type).Where(symbol => symbol.IsStatic || symbol is ITypeSymbol);
            default:
                return model.GetTypeInfo(left, cancellationToken).Type is { } value
                    ? model.LookupSymbols(position, value, includeReducedExtensionMethods: true).Where(symbol => !symbol.IsStatic && symbol is not ITypeSymbol)
                    : [];
        }
    }

    /// <summary>What an object has itself and what was declared here comes before extensions, and that before the world of types.</summary>
    private static int Rank(ISymbol symbol) => symbol switch
    {
        INamespaceOrTypeSymbol => 2,
        IMethodSymbol { MethodKind: MethodKind.ReducedExtension } => 1,
        { ContainingType.SpecialType: SpecialType.System_Object } => 1,
        _ => 0,
    };

    public static string Kind(ISymbol symbol) => symbol.Kind switch
    {
        SymbolKind.Method => "method",
        SymbolKind.Property => "property",
        SymbolKind.Field => "field",
        SymbolKind.Event => "event",
        SymbolKind.Namespace => "namespace",
        SymbolKind.Local or SymbolKind.Parameter or SymbolKind.RangeVariable => "local",
        _ => "type",
    };

    /// <summary>All that has a name here; nothing for a keyword.</summary>
    private readonly record struct Proposal(string Text, int Rank, ISymbol[] Symbols);
}
