using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Says of a name what its documentation does. Runs no code.</summary>
internal static class EntryDescriber
{
    private const int MaxText = 4000;
    private const int MaxSignatures = 20;
    private const int MaxNotes = 32;

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat;

    /// <summary>Describes what an entry that is a name stands for. <see langword="null"/> where it is none, or stands for nothing.</summary>
    public static PromptDescription? Describe(EntryAnalysis analysis, DocumentationLibrary library, CancellationToken cancellationToken)
    {
        var root = analysis.Model.SyntaxTree.GetRoot(cancellationToken);
        if (root.DescendantNodes().FirstOrDefault(node => node is ExpressionSyntax) is not ExpressionSyntax expression) return null;
        var found = analysis.Model.GetSymbolInfo(expression, cancellationToken);
        ImmutableArray<ISymbol> symbols = found.Symbol is { } one ? [one] : found.CandidateSymbols;
        if (symbols.IsEmpty && expression is SimpleNameSyntax { Identifier.ValueText: var word } name)
            symbols = [.. analysis.Model.LookupNamespacesAndTypes(name.SpanStart, name: word)];
        if (symbols.IsEmpty && expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access)
            symbols = MembersOf(analysis.Model, access.Expression, member, cancellationToken);
        return symbols.IsEmpty ? null : Describe(symbols, analysis, library, cancellationToken);
    }

    private static ImmutableArray<ISymbol> MembersOf(SemanticModel model, ExpressionSyntax owner, string name, CancellationToken cancellationToken) =>
        (model.GetSymbolInfo(owner, cancellationToken).Symbol as ITypeSymbol ?? model.GetTypeInfo(owner, cancellationToken).Type)
            is { } type ? model.LookupSymbols(owner.SpanStart, type, name, includeReducedExtensionMethods: true) : [];

    private static PromptDescription Describe(
        ImmutableArray<ISymbol> symbols, EntryAnalysis analysis, DocumentationLibrary library, CancellationToken cancellationToken)
    {
        // Of several, the first that is documented speaks for all.
        var (symbol, text) = (symbols[0], (XElement?)null);
        foreach (var candidate in symbols.Take(MaxSignatures))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (library.Find(candidate, analysis) is not { } found) continue;
            (symbol, text) = (candidate, found);
            break;
        }

        return new PromptDescription(
            symbol.ContainingType is { } owner ? $"{owner.Name}.{symbol.Name}" : symbol.Name,
            EntryCompleter.Kind(symbol),
            [.. symbols.Take(MaxSignatures).Select(each => each.ToDisplayString(Signature))])
        {
            Overloads = symbols.Length,
            Summary = DocumentationText.Of(text?.Element("summary") ?? text?.Element("value"), MaxText),
            Remarks = DocumentationText.Of(text?.Element("remarks"), MaxText),
            Returns = DocumentationText.Of(text?.Element("returns"), MaxText),
            Parameters = Notes(text, "name", "typeparam", "param"),
            Exceptions = Notes(text, "cref", "exception"),
        };
    }

    private static ImmutableArray<PromptNote> Notes(XElement? text, string nameOf, params string[] elements) =>
    [
        .. elements
            .SelectMany(element => text?.Elements(element) ?? [])
            .Take(MaxNotes)
            .Select(note => new PromptNote(DocumentationText.NameOf((string?)note.Attribute(nameOf) ?? ""), DocumentationText.Of(note, MaxText))),
    ];
}
