namespace PluginFramework.Core.Generations;

/// <summary>What came of a change.</summary>
/// <param name="Generation">The generation made: in force, or rolled back (<see cref="Generation.State"/>, <see cref="Generation.Reason"/>).</param>
internal sealed record GenerationOutcome(Generation Generation)
{
    /// <summary>Whether it stays.</summary>
    public bool IsTaken => Generation.State != GenerationState.RolledBack;
}
