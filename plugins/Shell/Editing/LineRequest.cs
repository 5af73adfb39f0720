namespace PluginFramework.Shell.Editing;

/// <summary>What is to be read.</summary>
/// <param name="Prompt">What stands before it; clean.</param>
internal sealed record LineRequest(string Prompt)
{
    /// <summary>What stands before the second and later lines.</summary>
    public string Continuation { get; init; } = "";

    public IEditorAid Aid { get; init; } = new PlainAid();

    public History History { get; init; } = new([]);

    public KillRing Kills { get; init; } = new();

    /// <summary>What is to be shown above the line meanwhile.</summary>
    public INotices? Notices { get; init; }
}
