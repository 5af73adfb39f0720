namespace PluginFramework.Panels;

/// <summary>What came of an act that was done.</summary>
/// <param name="Message">What was done, in a sentence; for a dry run what would be.</param>
public sealed record ActResult(string Message)
{
    /// <summary>More to show; <see langword="null"/>: that is all.</summary>
    public View? View { get; init; }

    /// <summary>
    /// <see cref="ViewTone.Bad"/> where it was done and something is wrong now, such as a plugin that was switched on and does not start; the
    /// message says what. A command then ends with an error.
    /// </summary>
    public ViewTone Tone { get; init; }

    /// <summary>What the audit is to keep of it; <see langword="null"/>: nothing. Holds no secret.</summary>
    public string? AuditDetail { get; init; }
}
