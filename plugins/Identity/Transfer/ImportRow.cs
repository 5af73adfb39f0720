namespace PluginFramework.Identity.Transfer;

/// <summary>What becomes of one line of an import.</summary>
/// <param name="Number">The line, counted from one.</param>
/// <param name="Name">The user, where the line says.</param>
/// <param name="Outcome">How it ended or would end.</param>
/// <param name="Reason">Why, where it is refused.</param>
internal sealed record ImportRow(int Number, string Name, ImportOutcome Outcome, string? Reason = null)
{
    /// <summary>What the line asks for; <see langword="null"/> where it is refused.</summary>
    public UserLine? Line { get; init; }
}
