using System.Collections.Immutable;
using System.Globalization;

namespace PluginFramework.Panels;

/// <summary>Arguments of an act or filters of a view, checked against their parameters. Those not given are not here.</summary>
/// <param name="values">By parameter: a <see cref="PanelValue"/> of the parameter's kind, or a list.</param>
public sealed class PanelArguments(ImmutableDictionary<string, PanelValue> values)
{
    /// <summary>No arguments.</summary>
    public static PanelArguments Empty { get; } = new(ImmutableDictionary<string, PanelValue>.Empty);

    /// <summary>The values by parameter.</summary>
    public ImmutableDictionary<string, PanelValue> Values { get; } = values;

    /// <summary>Whether it was given.</summary>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>A text; <see langword="null"/> where it was not given.</summary>
    public string? FindText(string name) => Values.GetValueOrDefault(name)?.Text;

    /// <summary>A text that is required.</summary>
    /// <exception cref="PanelException">It was not given.</exception>
    public string GetText(string name) => FindText(name) ?? throw new PanelException(PanelError.Invalid, $"'{name}' is not given.");

    /// <summary>Texts; <see langword="null"/> where none was given.</summary>
    public ImmutableArray<string>? FindTexts(string name) => Values.GetValueOrDefault(name) is { } value
        ? value.Kind == PanelValueKind.List ? value.Items : [value.Text] : null;

    /// <summary>A whole number; <see langword="null"/> where it was not given.</summary>
    public long? FindInteger(string name) => FindText(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>True or false; <see langword="null"/> where it was not given.</summary>
    public bool? FindFlag(string name) => FindText(name) is { } text ? text == "true" : null;

    /// <summary>A length of time; <see langword="null"/> where it was not given.</summary>
    public TimeSpan? FindDuration(string name) => Values.GetValueOrDefault(name)?.AsDuration();

    /// <summary>The names that were given; no values, for there may be secrets among them.</summary>
    public override string ToString() => string.Join(", ", Values.Keys.Order(StringComparer.Ordinal));
}
