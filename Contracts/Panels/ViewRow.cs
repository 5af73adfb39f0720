using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>A row of a table.</summary>
/// <param name="Cells">A value for each column.</param>
public sealed record ViewRow(ImmutableArray<PanelValue> Cells)
{
    /// <summary>What to ask the panel for to see this alone (<see cref="PanelQuery.Subject"/>); <see langword="null"/>: there is no more to see.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// Acts of the same panel for the row. What can be done to the panel's own things by an act whose first parameter is named like a column need not
    /// be told: surfaces offer that by themselves.
    /// </summary>
    public ImmutableArray<ViewAct> Acts { get; init; } = [];

    /// <summary>Whether the row is good, worth a look, or bad.</summary>
    public ViewTone Tone { get; init; }
}
