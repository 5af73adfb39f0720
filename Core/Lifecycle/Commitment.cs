using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// What of an attempt is taken and what is undone. Rebuilt plugins that depend on each other go together: if one of them failed, all of
/// them keep what ran before. A failed newcomer takes down nothing but what was to be built on it.
/// </summary>
/// <param name="Taken">The new instances to direct work to.</param>
/// <param name="Undone">The new instances to discard.</param>
/// <param name="Failures">Newcomers that failed, and rebuilt plugins that failed for another's sake, whose old instance cannot stay.</param>
/// <param name="Kept">The plugins whose change is given up in favour of what runs, with the reason.</param>
internal sealed record Commitment(
    ImmutableArray<PluginInstance> Taken,
    ImmutableArray<PluginInstance> Undone,
    ImmutableDictionary<string, Verdict> Failures,
    ImmutableDictionary<string, string> Kept)
{
    /// <summary>Weighs the outcomes of an attempt.</summary>
    public static Commitment Of(ImmutableArray<PlanStep> builds, IReadOnlyDictionary<string, ActivationOutcome> outcomes)
    {
        var steps = builds.ToDictionary(step => step.Id, StringComparer.Ordinal);
        var rebuilds = builds.Where(step => step.Kind == PlanStepKind.Rebuild).ToList();
        var undone = outcomes.Where(entry => entry.Value is not ActivationOutcome.Built).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        // Which failed rebuild an undone rebuild goes back to.
        var blame = outcomes.Where(entry => entry.Value is ActivationOutcome.Failed && steps[entry.Key].Kind == PlanStepKind.Rebuild)
            .ToDictionary(entry => entry.Key, entry => entry.Key, StringComparer.Ordinal);

        bool spread;
        do
        {
            spread = false;
            foreach (var step in rebuilds)
            {
                foreach (var other in rebuilds.Where(other => other != step && undone.Contains(other.Id) && AreLinked(step, other)))
                {
                    spread |= undone.Add(step.Id);
                    if (blame.TryGetValue(other.Id, out var culprit)) spread |= blame.TryAdd(step.Id, culprit);
                }
            }
        }
        while (spread);

        // A newcomer built on an undone instance is undone too; it is tried again on what runs.
        foreach (var step in builds.Where(step => step.Kind == PlanStepKind.Start))
        {
            if (outcomes[step.Id] is ActivationOutcome.Built built && built.Instance.Node.StaticProviders.Any(undone.Contains)) undone.Add(step.Id);
        }

        var kept = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var step in rebuilds.Where(step => step.IsRoot && blame.ContainsKey(step.Id)))
        {
            var culprit = blame[step.Id];
            var reason = ((ActivationOutcome.Failed)outcomes[culprit]).Verdict.Reason;
            kept[step.Id] = culprit == step.Id ? reason : $"'{culprit}', which depends on it, failed with it: {reason}";
        }

        var rescued = kept.Keys.Select(id => blame[id]).ToHashSet(StringComparer.Ordinal);
        var failures = outcomes.Where(entry => entry.Value is ActivationOutcome.Failed && !rescued.Contains(entry.Key))
            .ToImmutableDictionary(entry => entry.Key, entry => ((ActivationOutcome.Failed)entry.Value).Verdict);
        var instances = builds.Select(step => outcomes[step.Id]).OfType<ActivationOutcome.Built>().Select(outcome => outcome.Instance).ToList();
        return new(
            [.. instances.Where(instance => !undone.Contains(instance.Id))],
            [.. instances.Where(instance => undone.Contains(instance.Id)).Reverse()],
            failures,
            kept.ToImmutable());
    }

    private static bool AreLinked(PlanStep one, PlanStep other) =>
        one.Node!.StaticProviders.Contains(other.Id) || other.Node!.StaticProviders.Contains(one.Id);
}
