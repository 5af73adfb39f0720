using System.Collections.Immutable;
using PluginFramework.Core.Planning;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// What of an attempt is taken, what is undone and what waits. Rebuilt plugins that depend on each other go together, and so do all that
/// take a new build of a shared contract assembly: if one of them failed, all of them keep what ran before; if one of them is still
/// starting, all of them wait for it. A failed newcomer takes down nothing but what was to be built on it.
/// </summary>
/// <param name="Taken">The plugins whose new instances work is directed to, providers first.</param>
/// <param name="Undone">The plugins whose attempts are to be discarded, consumers first.</param>
/// <param name="Failures">Plugins that do not run.</param>
/// <param name="Kept">Plugins whose change is given up in favour of what runs.</param>
/// <param name="Waiting">Plugins whose start or own change waits, with the plugin that is still starting.</param>
internal sealed record Commitment(
    ImmutableArray<string> Taken,
    ImmutableArray<string> Undone,
    ImmutableDictionary<string, Commitment.Fault> Failures,
    ImmutableDictionary<string, Commitment.Fault> Kept,
    ImmutableDictionary<string, string> Waiting)
{
    /// <summary>Why something came to nothing.</summary>
    /// <param name="Reason">A sentence.</param>
    /// <param name="Culprit">The plugin that failed.</param>
    public sealed record Fault(string Reason, string Culprit);

    /// <summary>Something failed, and what was to stop for its sake may go on.</summary>
    public bool HasFailures => !Failures.IsEmpty || !Kept.IsEmpty;

    /// <summary>Weighs the outcomes of an attempt.</summary>
    /// <param name="builds">What was to be built, providers first.</param>
    /// <param name="outcomes">What became of each.</param>
    /// <param name="isNewTo">Whether a running consumer, the first, could go on as it is, without the provider, the second.</param>
    public static Commitment Of(
        ImmutableArray<PlanStep> builds, IReadOnlyDictionary<string, ActivationOutcome> outcomes, Func<string, string, bool> isNewTo)
    {
        var steps = builds.ToDictionary(step => step.Id, StringComparer.Ordinal);
        // For each step that is not taken, the one that it is not taken for. Failures first: they are thought over at once.
        var causes = new Dictionary<string, string>(StringComparer.Ordinal);
        Spread(steps, builds, outcomes, causes, IsUnwanted, static outcome => outcome is ActivationOutcome.Failed);
        var failed = causes.Keys.ToHashSet(StringComparer.Ordinal);
        Spread(steps, builds, outcomes, causes, static (_, _) => false, static outcome => outcome is ActivationOutcome.Starting);

        var failures = ImmutableDictionary.CreateBuilder<string, Fault>();
        var kept = ImmutableDictionary.CreateBuilder<string, Fault>();
        var rescued = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in builds.Where(step => failed.Contains(step.Id)))
        {
            var culprit = causes[step.Id];
            var reason = ((ActivationOutcome.Failed)outcomes[culprit]).Verdict.Reason;
            if (steps[culprit].Kind != PlanStepKind.Rebuild) continue;
            var fault = new Fault(culprit == step.Id ? reason : $"'{culprit}', which goes with it, failed with it: {reason}", culprit);
            if (step is { Kind: PlanStepKind.Rebuild, IsRoot: true }) kept[step.Id] = fault;
            else if (step.Kind == PlanStepKind.Start && (step.BringsContract || IsUnwanted(steps[culprit], step))) failures[step.Id] = fault;
            else continue;
            rescued.Add(culprit);
        }

        foreach (var step in builds)
        {
            if (outcomes[step.Id] is ActivationOutcome.Failed { Verdict.Reason: var reason } && !rescued.Contains(step.Id)) failures[step.Id] = new(reason, step.Id);
        }

        return new(
            [.. builds.Where(step => !causes.ContainsKey(step.Id)).Select(step => step.Id)],
            [.. builds.Where(step => failed.Contains(step.Id)).Select(step => step.Id).Reverse()],
            failures.ToImmutable(),
            kept.ToImmutable(),
            builds.Where(step => causes.ContainsKey(step.Id) && !failed.Contains(step.Id) && step.IsRoot)
                .ToImmutableDictionary(step => step.Id, step => causes[step.Id]));

        // A newcomer with which a plugin failed that ran well without it.
        bool IsUnwanted(PlanStep consumer, PlanStep step) =>
            step.Kind == PlanStepKind.Start && consumer is { Kind: PlanStepKind.Rebuild, IsRoot: false } && outcomes[consumer.Id] is ActivationOutcome.Failed
            && consumer.Node!.StaticProviders.Contains(step.Id) && isNewTo(consumer.Id, step.Id);
    }

    /// <summary>
    /// From the steps that ended in a certain way to all that cannot be taken without them: what is built on them, the rebuilt providers
    /// of a rebuilt consumer, which keeps the old, and those that share a new build of a contract with them.
    /// </summary>
    private static void Spread(
        Dictionary<string, PlanStep> steps, ImmutableArray<PlanStep> builds, IReadOnlyDictionary<string, ActivationOutcome> outcomes,
        Dictionary<string, string> causes, Func<PlanStep, PlanStep, bool> isUnwanted, Func<ActivationOutcome, bool> begins)
    {
        var begun = builds.Where(step => begins(outcomes[step.Id]) && !causes.ContainsKey(step.Id)).ToList();
        foreach (var step in begun) causes[step.Id] = step.Id;
        bool spread;
        do
        {
            spread = false;
            foreach (var step in begun.Count == 0 ? [] : builds.Where(step => !causes.ContainsKey(step.Id)))
            {
                if (CauseOf(step) is not { } cause) continue;
                causes[step.Id] = causes[cause];
                spread = true;
            }
        }
        while (spread);

        string? CauseOf(PlanStep step)
        {
            var providers = outcomes[step.Id] switch
            {
                ActivationOutcome.Built built => built.Instance.Node.StaticProviders,
                ActivationOutcome.Starting starting => starting.Node.StaticProviders,
                ActivationOutcome.Skipped skipped => [skipped.Provider],
                _ => [],
            };
            return providers.FirstOrDefault(causes.ContainsKey)
                ?? causes.Keys.FirstOrDefault(other =>
                    steps[other].Contracts.Overlaps(step.Contracts) || IsRebuiltConsumer(steps[other], step) || isUnwanted(steps[other], step));
        }

        static bool IsRebuiltConsumer(PlanStep consumer, PlanStep step) =>
            consumer.Kind == PlanStepKind.Rebuild && step.Kind == PlanStepKind.Rebuild && consumer.Node!.StaticProviders.Contains(step.Id);
    }
}
