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

        // One that was built on what is not taken cannot be taken, nor can a rebuild whose rebuilt consumer is not: that one keeps the old.
        bool spread;
        do
        {
            spread = false;
            foreach (var step in undone.Count == 0 ? [] : builds.Where(step => !undone.Contains(step.Id)))
            {
                var cause = ((ActivationOutcome.Built)outcomes[step.Id]).Instance.Node.StaticProviders.FirstOrDefault(undone.Contains)
                    ?? (step.Kind == PlanStepKind.Rebuild
                        ? rebuilds.FirstOrDefault(consumer => undone.Contains(consumer.Id) && consumer.Node!.StaticProviders.Contains(step.Id))?.Id : null);
                if (cause is null) continue;
                spread = undone.Add(step.Id);
                if (blame.TryGetValue(cause, out var culprit)) blame[step.Id] = culprit;
            }
        }
        while (spread);

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
}
