namespace PluginFramework.Panels;

/// <summary>A named value.</summary>
/// <param name="Name">Its name for programs: letters and digits, the first in lower case.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Value">The value.</param>
public sealed record ViewField(string Name, string Label, PanelValue Value)
{
    /// <summary>Whether the value is good, worth a look, or bad.</summary>
    public ViewTone Tone { get; init; }
}
