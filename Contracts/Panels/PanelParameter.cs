using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>A parameter of an act or a filter of a view: a field of its form, an option of its command. Plain data.</summary>
/// <param name="Name">Its name for programs: letters and digits, the first in lower case. <c>displayName</c> is <c>--display-name</c> at a command line.</param>
/// <param name="Kind">What it takes.</param>
public sealed record PanelParameter(string Name, PanelParameterKind Kind = PanelParameterKind.Text)
{
    /// <summary>Its name for people. Default: its name.</summary>
    public string Label { get; init; } = Name;

    /// <summary>What it means, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>The unit of a number: <c>octets</c>, <c>users</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>The least a number, size or duration (in seconds) may be, or the fewest characters of a text.</summary>
    public double? Minimum { get; init; }

    /// <summary>The most a number, size or duration (in seconds) may be, or the most characters of a text. A text without it: 4096.</summary>
    public double? Maximum { get; init; }

    /// <summary>What holds where nothing is given, for people; <see langword="null"/>: nothing.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is never shown, logged or audited, and given back to nobody.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether several may be given.</summary>
    public bool IsList { get; init; }

    /// <summary>The values there are to choose from; empty: any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];
}
