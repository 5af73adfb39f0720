using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Planning;

/// <summary>Finds the smallest change from what runs to what the graph says: only true dependants are touched.</summary>
public static class PluginPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="running">What runs, in the order it was built.</param>
    /// <param name="target">What should run.</param>
    /// <param name="optionsHashOf">The present <see cref="RunningPlugin.OptionsHash"/> of a plugin.</param>
    /// <param name="reloads">Plugins to build afresh though nothing changed.</param>
    /// <param name="contracts">The shared contract assemblies that whatever is built takes.</param>
    public static PluginPlan Plan(
        ImmutableArray<RunningPlugin> running, PluginGraph target, Func<string, string> optionsHashOf, ImmutableHashSet<string> reloads,
        SharedContractSelection contracts)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(optionsHashOf);
        ArgumentNullException.ThrowIfNull(reloads);
        ArgumentNullException.ThrowIfNull(contracts);
        var byId = running.ToDictionary(plugin => plugin.Id, StringComparer.Ordinal);
        var replaced = Replaced(running, target, contracts);
        var built = new HashSet<string>(StringComparer.Ordinal);
        var builds = ImmutableArray.CreateBuilder<PlanStep>();
        foreach (var node in target.Order)
        {
            if (!byId.TryGetValue(node.Id, out var now))
            {
                built.Add(node.Id);
                builds.Add(Build(PlanStepKind.Start, "It was found and all it needs is there.", node, isRoot: true));
                continue;
            }

            var own = OwnReason(now, node, optionsHashOf, reloads);
            if ((own ?? ProviderReason(now, node, built, target) ?? ContractReason(now, replaced)) is not { } reason) continue;
            built.Add(node.Id);
            builds.Add(Build(PlanStepKind.Rebuild, reason, node, isRoot: own is not null));
        }

        return new(builds.ToImmutable(), Stops([.. running.Reverse().Where(plugin => target.FindReady(plugin.Id) is null)], target));

        PlanStep Build(PlanStepKind kind, string reason, PluginNode node, bool isRoot)
        {
            var taken = replaced.Count == 0 ? [] : contracts.For(node.Candidate).Where(contract => replaced.ContainsKey(Key(contract))).ToList();
            return new(kind, node.Id, reason, node, isRoot)
            {
                Contracts = [.. taken.Select(Key)],
                BringsContract = taken.Any(contract => Path.GetDirectoryName(contract.Path) == node.Candidate.StorePath),
            };
        }
    }

    /// <summary>The shared contract assemblies that plugins which go on running must change for another build, with that build.</summary>
    private static Dictionary<string, SharedContract> Replaced(
        ImmutableArray<RunningPlugin> running, PluginGraph target, SharedContractSelection contracts)
    {
        var replaced = new Dictionary<string, SharedContract>(StringComparer.Ordinal);
        foreach (var plugin in running.Where(plugin => !plugin.Contracts.IsEmpty))
        {
            if (target.FindReady(plugin.Id) is not { } node) continue;
            foreach (var contract in contracts.For(node.Candidate))
            {
                if (plugin.Contracts.Any(used => Key(used) == Key(contract) && !used.IsSameBuild(contract))) replaced[Key(contract)] = contract;
            }
        }

        return replaced;
    }

    private static string Key(SharedContract contract) => $"{contract.AssemblyName} {contract.Version.Major}";

    private static string? ContractReason(RunningPlugin now, Dictionary<string, SharedContract> replaced)
    {
        var taken = now.Contracts.Select(used => replaced.GetValueOrDefault(Key(used)) is { } other && !used.IsSameBuild(other) ? other : null)
            .FirstOrDefault(other => other is not null);
        return taken is null ? null : $"All that use {taken.AssemblyName} take {taken.Version} together.";
    }

    private static string? OwnReason(RunningPlugin now, PluginNode node, Func<string, string> optionsHashOf, ImmutableHashSet<string> reloads)
    {
        if (now.ContentHash != node.Candidate.ContentHash) return "Its files changed.";
        if (now.OptionsHash != optionsHashOf(node.Id)) return "Its configuration changed.";
        return reloads.Contains(node.Id) ? "A reload was asked for." : null;
    }

    private static string? ProviderReason(RunningPlugin now, PluginNode node, HashSet<string> built, PluginGraph target)
    {
        foreach (var import in now.Imports.Where(import => import.IsStatic))
        {
            foreach (var provider in import.Providers)
            {
                if (built.Contains(provider)) return $"'{provider}', which provides {import.Contract}, is built anew.";
                if (target.FindReady(provider) is null) return $"'{provider}', which provided {import.Contract}, is gone.";
            }

            // Newcomers do not disturb a consumer of many; a single import follows the best.
            if (import.Cardinality == ImportCardinality.Many) continue;
            var wanted = node.Imports.FirstOrDefault(other => other.Contract == import.Contract)?.Providers ?? [];
            if (!wanted.SequenceEqual(import.Providers)) return $"'{wanted.FirstOrDefault() ?? "nobody"}' now provides {import.Contract}.";
        }

        return null;
    }

    private static ImmutableArray<PlanStep> Stops(ImmutableArray<RunningPlugin> gone, PluginGraph target)
    {
        if (gone.IsEmpty) return [];
        var nodes = target.Nodes.ToLookup(node => node.Id, StringComparer.Ordinal);
        return [.. gone.Select(plugin => new PlanStep(PlanStepKind.Stop, plugin.Id, StopReason(nodes[plugin.Id].FirstOrDefault()), null))];
    }

    private static string StopReason(PluginNode? node) => node is { Verdict: { } verdict } ? verdict.Reason : "Its files are gone.";
}
