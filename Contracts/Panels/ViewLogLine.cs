namespace PluginFramework.Panels;

/// <summary>A line of a log.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How grave: <c>Information</c>, <c>Warning</c>.</param>
/// <param name="Category">Of what.</param>
/// <param name="Message">What happened; may hold line feeds.</param>
public sealed record ViewLogLine(DateTimeOffset At, string Level, string Category, string Message)
{
    /// <summary>Whether the line is worth a look or bad.</summary>
    public ViewTone Tone { get; init; }
}
