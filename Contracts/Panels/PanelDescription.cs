using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>A panel as a caller may use it. Plain data.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Plugin">The id of the plugin it comes from; <see langword="null"/>: the host itself.</param>
/// <param name="Acts">What the caller may do.</param>
/// <param name="Filters">What its view can be narrowed with.</param>
public sealed record PanelDescription(
    string Name, string Title, string? Description, string? Plugin, ImmutableArray<PanelAct> Acts, ImmutableArray<PanelParameter> Filters);
