using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Where a view is shown, and what its parts may link to.</summary>
/// <param name="Panel">The panel it comes from.</param>
/// <param name="CsrfToken">For forms.</param>
internal sealed record ViewContext(PanelDescription Panel, string CsrfToken)
{
    /// <summary>The level of its headings.</summary>
    public int Level { get; init; } = 2;

    /// <summary>How many groups it stands in.</summary>
    public int Depth { get; init; }

    /// <summary>The one thing that is shown; <see langword="null"/>: the whole.</summary>
    public string? Subject { get; init; }

    /// <summary>The filters in force, kept when turning to the next page.</summary>
    public ImmutableArray<(string Name, string Value)> Filters { get; init; } = [];

    /// <summary>Whether rows come with what can be done to them.</summary>
    public bool HasActs { get; init; } = true;

    /// <summary>The act of that name, if the caller may do it.</summary>
    public PanelAct? FindAct(string name) => Panel.Acts.FirstOrDefault(act => act.Name == name);
}
