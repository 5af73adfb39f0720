using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace PluginFramework.Core.Startup;

/// <summary>An argument or option of a command that stands for a parameter of an act or a filter of a view.</summary>
/// <param name="Symbol">The argument or option.</param>
/// <param name="Parameter">The parameter's name.</param>
internal sealed record PanelSymbol(Symbol Symbol, string Parameter)
{
    /// <summary>An argument that must be given.</summary>
    public static PanelSymbol Argument(string name, string parameter, string description) =>
        new(new Argument<string>(name) { Description = description }, parameter);

    /// <summary>An argument that may be left out.</summary>
    public static PanelSymbol Optional(string name, string parameter, string description) =>
        new(new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne }, parameter);

    public static PanelSymbol Flag(string option, string parameter, string description) => new(new Option<bool>(option) { Description = description }, parameter);

    public static PanelSymbol Value(string option, string parameter, string description, string helpName) =>
        new(new Option<string?>(option) { Description = description, HelpName = helpName }, parameter);

    public static PanelSymbol Values(string option, string parameter, string description, string helpName) =>
        new(new Option<string[]?>(option) { Description = description, HelpName = helpName, Arity = ArgumentArity.OneOrMore }, parameter);

    /// <summary>What was given, by parameter. A list option with one empty text stands for none.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Read(ParseResult parsed, IEnumerable<PanelSymbol> symbols)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            if (symbol.TextsIn(parsed) is { } texts) values[symbol.Parameter] = texts;
        }

        return values.ToImmutable();
    }

    private ImmutableArray<string>? TextsIn(ParseResult parsed)
    {
        SymbolResult? result = Symbol switch
        {
            Option option => parsed.GetResult(option) is { Implicit: false } given ? given : null,
            Argument argument => parsed.GetResult(argument),
            _ => null,
        };
        if (result is null) return null;
        ImmutableArray<string> texts = [.. result.Tokens.Select(token => token.Value)];
        if (Symbol is Option<bool> && texts.IsEmpty) return ["true"];
        if (Symbol is Argument && texts.IsEmpty) return null;
        return Symbol is Option<string[]?> ? [.. texts.Where(text => text.Length > 0)] : texts;
    }
}
