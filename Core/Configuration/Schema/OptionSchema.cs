using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>What may be set at a key. Plain data.</summary>
/// <param name="Name">The key's last part, as it is written.</param>
/// <param name="Kind">What its value is.</param>
internal sealed record OptionSchema(string Name, OptionKind Kind)
{
    /// <summary>What it means.</summary>
    public string? Description { get; init; }

    /// <summary>The value where it is not set, as JSON or as text; <see langword="null"/>: none, or not known.</summary>
    public string? Default { get; init; }

    /// <summary>The values there are to choose from; empty: any.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    public double? Minimum { get; init; }

    public double? Maximum { get; init; }

    /// <summary>Whether null may be set.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether its value is shown to nobody.</summary>
    public bool IsSecret { get; init; }

    /// <summary>For a list or a map: what it holds.</summary>
    public OptionSchema? Items { get; init; }

    /// <summary>For an object: its keys.</summary>
    public ImmutableArray<OptionSchema> Members { get; init; } = [];
}
