using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Network;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Takes what runs to what should run: graph, plan, build, switch, retire; again, while something failed and the rest must be thought
/// over. Used from the lifecycle thread only.
/// </summary>
internal sealed class Reconciler(
    PluginActivator activator, LiveExportRegistry registry, ConnectionDispatcher dispatcher, Retirement retirement, Verdicts verdicts,
    ImmutableArray<BridgedExport> hostExports, ILogger logger)
{
    /// <summary>The contracts the host itself provides.</summary>
    public ImmutableHashSet<ContractKey> HostContracts { get; } =
        [.. hostExports.Select(export => export.Contract), ContractKey.Of(typeof(IPluginContext))];

    /// <summary>In the order built, which is providers before consumers.</summary>
    private ImmutableArray<PluginInstance> _running = [];

    /// <summary>The latest graph.</summary>
    public PluginGraph Graph { get; private set; } = PluginGraph.Empty;

    /// <summary>What runs, providers before consumers.</summary>
    public ImmutableArray<PluginInstance> Running => _running;

    /// <summary>Brings what runs in line with what was found and configured.</summary>
    /// <param name="candidates">What was found.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="reloads">Plugins to build afresh though nothing changed.</param>
    public async Task ReconcileAsync(
        ImmutableArray<PluginCandidate> candidates, HostConfiguration configuration, ImmutableHashSet<string> reloads)
    {
        while (true)
        {
            var running = _running.ToDictionary(instance => instance.Id, StringComparer.Ordinal);
            Graph = BuildGraph(candidates, configuration, running);
            var plan = PluginPlanner.Plan([.. _running.Select(instance => instance.AsRunning())], Graph, OptionsHashOf, reloads);
            if (plan.IsEmpty) return;

            foreach (var step in plan.Builds.Concat(plan.Stops)) LifecycleLog.Step(logger, step.Kind.ToString(), step.Id, step.Reason);
            var outcomes = await activator.BuildAsync(plan.Builds, running, OptionsHashOf).ConfigureAwait(false);
            var commitment = Commitment.Of(plan.Builds, outcomes);
            Note(commitment, candidates, plan);
            // With something failed the next round thinks anew: what was to stop for its sake may go on.
            Switch(commitment, commitment.Failures.IsEmpty && commitment.Kept.IsEmpty ? plan.Stops : []);
            // Done or given up: either way a reload is not tried twice.
            reloads = [];

            // What runs on under a given-up change keeps the options it was built with.
            string OptionsHashOf(string id)
            {
                var hash = configuration.DescribePluginSection(id);
                return running.TryGetValue(id, out var instance) && IsKept(id, candidates, hash) ? instance.OptionsHash : hash;
            }
        }

        // Hardly ever is anything kept, and looking through what was found for every plugin would take quadratic time.
        bool IsKept(string id, ImmutableArray<PluginCandidate> found, string optionsHash) =>
            verdicts.KeptReason(id) is not null
            && found.Any(candidate => candidate.Manifest?.Id == id && verdicts.IsKept(id, candidate.ContentHash, optionsHash));

        void Note(Commitment commitment, ImmutableArray<PluginCandidate> found, PluginPlan plan)
        {
            foreach (var (id, verdict) in commitment.Failures) verdicts.Fail(id, HashOf(id), verdict);
            foreach (var (id, reason) in commitment.Kept)
            {
                verdicts.Keep(id, HashOf(id), configuration.DescribePluginSection(id), reason);
                LifecycleLog.Kept(logger, id, reason);
            }

            string HashOf(string id) => plan.Builds.First(step => step.Id == id).Node!.Candidate.ContentHash;
        }
    }

    /// <summary>Resolves the graph and starts nothing.</summary>
    public void Inspect(ImmutableArray<PluginCandidate> candidates, HostConfiguration configuration) =>
        Graph = BuildGraph(candidates, configuration, []);

    /// <summary>Stops everything, consumers before providers.</summary>
    public void StopAll()
    {
        foreach (var instance in _running) DetachAll(instance);
        registry.Publish([]);
        retirement.Add([.. _running.Reverse()]);
        _running = [];
    }

    private PluginGraph BuildGraph(
        ImmutableArray<PluginCandidate> candidates, HostConfiguration configuration, Dictionary<string, PluginInstance> running)
    {
        // A moved plugin runs on under the place it was loaded from, where another may have been put since.
        var byLocation = running.Values.DistinctBy(instance => instance.Node.Candidate.Location, StringComparer.Ordinal).ToDictionary(instance => instance.Node.Candidate.Location, StringComparer.Ordinal);
        return GraphBuilder.Build(new GraphInputs
        {
            Candidates = [.. candidates.Select(Effective)],
            HostExports = HostContracts,
            Verdicts = verdicts.ForGraph(configuration.Disabled),
            PreferredLocations = [.. byLocation.Keys],
        });

        // Where a change cannot be taken, or was given up, the graph goes on with what runs.
        PluginCandidate Effective(PluginCandidate candidate)
        {
            if (byLocation.TryGetValue(candidate.Location, out var overwritten) && Problem(candidate) is { } problem)
            {
                verdicts.Keep(overwritten.Id, candidate.ContentHash, configuration.DescribePluginSection(overwritten.Id), problem);
                return overwritten.Node.Candidate;
            }

            if (candidate.Manifest is not { } manifest || !running.TryGetValue(manifest.Id, out var instance)) return candidate;
            if (verdicts.IsKept(manifest.Id, candidate.ContentHash, configuration.DescribePluginSection(manifest.Id)))
                return instance.Node.Candidate with { Location = candidate.Location };
            // What was given up is gone again.
            if (candidate.ContentHash == instance.Node.Candidate.ContentHash) verdicts.Forgive(manifest.Id);
            return candidate;
        }

        static string? Problem(PluginCandidate candidate) =>
            candidate.Problem ?? (candidate.Manifest is { Problems.IsEmpty: false } manifest ? string.Join(" ", manifest.Problems) : null);
    }

    private void Switch(Commitment commitment, ImmutableArray<PlanStep> stops)
    {
        var taken = commitment.Taken.ToDictionary(instance => instance.Id, StringComparer.Ordinal);
        var stopping = stops.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        // A provider stays while a consumer whose own change failed still uses it; the next round takes both.
        stopping.RemoveWhere(id => _running.Any(consumer =>
            !stopping.Contains(consumer.Id) && !taken.ContainsKey(consumer.Id) && consumer.Node.StaticProviders.Contains(id)));
        var gone = _running.Where(instance => taken.ContainsKey(instance.Id) || stopping.Contains(instance.Id)).ToImmutableArray();
        var stay = _running.Except(gone).ToImmutableArray();
        // Graph order, so that stopping in reverse is consumers before providers.
        var place = Graph.Order.Select((node, index) => (node.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        _running = [.. stay.Concat(commitment.Taken).OrderBy(instance => place.GetValueOrDefault(instance.Id, int.MaxValue))];

        registry.Publish(_running.SelectMany(instance => instance.Exports));
        foreach (var instance in commitment.Taken)
        {
            foreach (var served in instance.Protocols) dispatcher.Attach(served.Protocol, served.Lease);
            verdicts.Forgive(instance.Id);
            LifecycleLog.Active(logger, instance.Id, instance.Node.Candidate.Manifest!.Version);
        }

        // After the new ones are attached: detaching a lease that is no longer the current one changes nothing.
        foreach (var instance in gone) DetachAll(instance);
        retirement.Add([.. gone.Reverse(), .. commitment.Undone]);
    }

    private void DetachAll(PluginInstance instance)
    {
        foreach (var served in instance.Protocols) dispatcher.Detach(served.Protocol, served.Lease);
    }
}
