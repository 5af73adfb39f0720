using PluginFramework.Identity;

namespace PluginFramework.Panels;

/// <summary>Which part of a panel to show.</summary>
/// <param name="Caller">Who asks.</param>
public sealed record PanelQuery(Caller Caller)
{
    /// <summary>The one thing to show (<see cref="ViewRow.Subject"/>); <see langword="null"/>: the whole.</summary>
    public string? Subject { get; init; }

    /// <summary>Values of the panel's filters, checked.</summary>
    public PanelArguments Filters { get; init; } = PanelArguments.Empty;

    /// <summary>Where to go on (<see cref="View.Table.NextPage"/>); <see langword="null"/>: from the beginning.</summary>
    public string? After { get; init; }
}
