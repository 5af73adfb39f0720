using System.Collections.Immutable;

namespace PluginFramework.Core.Planning;

/// <summary>The way from what runs to what should. Immutable; what it says is what happens.</summary>
/// <param name="Builds">The starts and rebuilds, providers before consumers.</param>
/// <param name="Stops">The stops, consumers before providers.</param>
public sealed record PluginPlan(ImmutableArray<PlanStep> Builds, ImmutableArray<PlanStep> Stops)
{
    /// <summary>Nothing is to be done.</summary>
    public bool IsEmpty => Builds.IsEmpty && Stops.IsEmpty;

    /// <inheritdoc/>
    public override string ToString() =>
        IsEmpty ? "nothing to do" : string.Join(Environment.NewLine, Builds.Concat(Stops).Select(step => $"{step.Kind} {step.Id}: {step.Reason}"));
}
