using System.Collections.Immutable;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Feeds.Planning;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Installing;

/// <summary>Works out what a change of the installed plugins would come to, with the graph and the planner that will carry it out.</summary>
internal static class ChangePreviewer
{
    /// <param name="change">The change.</param>
    /// <param name="staged">The plugins laid out for it.</param>
    /// <param name="now">What is composed.</param>
    /// <param name="configuration">The configuration in force.</param>
    public static ChangePreview Preview(
        PluginChangePlan change, ImmutableArray<PluginCandidate> staged, CompositionSnapshot now, HostConfiguration configuration)
    {
        var before = Build(now.Candidates, now, []);
        var stagedIds = staged.Select(IdOf).ToImmutableHashSet(StringComparer.Ordinal);
        var gone = InstalledPlugins.Ids(change.Before).Where(id => !change.After.Plugins.ContainsKey(id)).ToHashSet(StringComparer.Ordinal);
        var kept = now.Candidates.Where(candidate => !stagedIds.Union(gone).Any(id => InstalledPlugins.IsInstalled(candidate, id)));
        var placed = staged.Select(candidate => candidate with { Location = InstalledPlugins.Find(now.Candidates, IdOf(candidate))?.Location ?? candidate.Location }).ToImmutableArray();
        var next = now with { Candidates = [.. kept, .. placed], Verdicts = WithoutTries(now.Verdicts, stagedIds) };
        var after = Build(next.Candidates, next, [.. before.Order.Select(node => node.Candidate.Location)]);

        var running = now.Running ?? AsIfRunning(before, configuration);
        var contracts = SharedContractSelection.Of(
            after.Order.Select(node => node.Candidate), running.Where(plugin => after.FindReady(plugin.Id) is not null).SelectMany(plugin => plugin.Contracts));
        var laidOut = placed.Select(candidate => after.Nodes.First(node => node.Candidate == candidate)).ToImmutableArray();
        return new(
            change, laidOut, PluginPlanner.Plan(running, after, configuration.DescribePluginSection, [], contracts),
            [.. after.Nodes.Where(node => !node.IsReady && (laidOut.Contains(node) || (!stagedIds.Contains(node.Id) && before.FindReady(node.Id)?.Candidate == node.Candidate)))])
        {
            Endpoints = configuration.Endpoints,
            Waiting = [.. after.Nodes.Where(node => node.Verdict?.State == PluginState.Waiting)],
            Refusals =
            [
                .. change.ToLayOut.Where(id => !stagedIds.Contains(id)).Select(id => $"{id} holds no plugin that can be read."),
                .. laidOut.Where(node => node.Verdict?.State is PluginState.Incompatible or PluginState.Failed).Select(node => $"{node.Id} cannot run here: {node.Verdict!.Reason}"),
            ],
            Notes = [.. Notes(change, now, after)],
        };
    }

    private static PluginGraph Build(ImmutableArray<PluginCandidate> candidates, CompositionSnapshot now, ImmutableHashSet<string> preferred) => GraphBuilder.Build(new()
    {
        Candidates = candidates, HostExports = now.HostContracts, Verdicts = now.Verdicts, PreferredLocations = preferred,
    });

    /// <summary>What was held against earlier content says nothing of the new; that it is switched off does.</summary>
    private static ImmutableDictionary<PluginVersionKey, Verdict> WithoutTries(ImmutableDictionary<PluginVersionKey, Verdict> verdicts, ImmutableHashSet<string> ids) =>
        verdicts.RemoveRange(verdicts.Where(entry => ids.Contains(entry.Key.Id) && entry.Value.State != PluginState.Disabled).Select(entry => entry.Key));

    private static ImmutableArray<RunningPlugin> AsIfRunning(PluginGraph graph, HostConfiguration configuration)
    {
        var contracts = SharedContractSelection.Of(graph.Order.Select(node => node.Candidate), []);
        return
        [
            .. graph.Order.Select(node => new RunningPlugin(
                node.Id, node.Candidate.ContentHash, configuration.DescribePluginSection(node.Id), node.Imports, contracts.For(node.Candidate))),
        ];
    }

    private static IEnumerable<string> Notes(PluginChangePlan change, CompositionSnapshot now, PluginGraph after)
    {
        foreach (var id in InstalledPlugins.Ids(change.After))
        {
            foreach (var other in InstalledPlugins.Others(now.Candidates, id))
            {
                var runs = after.FindReady(id)?.Candidate.Location == other.Location ? "that one runs, not the one from the feed" : "the one from the feed runs";
                yield return $"{id} is also there as {other.Location}, bundled with the host or dropped: {runs}. Remove one of them.";
            }
        }

        var packages = change.After.Plugins.Values.Select(plugin => plugin.Package).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var id in change.ToLayOut)
        {
            foreach (var package in (change.After.Plugins[id].Plugins?.Keys ?? []).Where(package => !packages.Contains(package)))
                yield return $"{id} depends on {package}. That plugin is bundled with the host or was dropped, and is used as it is.";
        }
    }

    private static string IdOf(PluginCandidate candidate) => candidate.Manifest?.Id ?? Path.GetFileName(candidate.Location);
}
