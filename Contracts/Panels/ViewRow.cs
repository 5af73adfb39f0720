using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>A row of a table.</summary>
/// <param name="Cells">A value for each column.</param>
public sealed record ViewRow(ImmutableArray<PanelValue> Cells)
{
    /// <summary>What to ask the panel for to see this alone (<see cref="PanelQuery.Subject"/>); <see langword="null"/>: there is no more to see.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the row is good, worth a look, or bad.</summary>
    public ViewTone Tone { get; init; }
}
