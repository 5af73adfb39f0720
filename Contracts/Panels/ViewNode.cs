namespace PluginFramework.Panels;

/// <summary>A thing in a graph.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Label">Its name for people.</param>
public sealed record ViewNode(string Id, string Label)
{
    /// <inheritdoc cref="ViewRow.Subject"/>
    public string? Subject { get; init; }

    /// <summary>Whether it is well.</summary>
    public ViewTone Tone { get; init; }
}
