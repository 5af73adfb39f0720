namespace PluginFramework.Panels;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name for programs: letters and digits, the first in lower case.</param>
/// <param name="Label">Its heading.</param>
public sealed record ViewColumn(string Name, string Label)
{
    /// <summary>Whether it is for programs and for looking closer; where there is little room it is left out.</summary>
    public bool IsDetail { get; init; }
}
