using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Network;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Takes what runs to what should run: graph, plan, build, switch, retire; again, while something came of it and the rest must be thought
/// over. Used from the lifecycle thread only.
/// </summary>
internal sealed class Reconciler(
    PluginActivator activator, LiveExportRegistry registry, ConnectionDispatcher dispatcher, Retirement retirement, Verdicts verdicts,
    ImmutableArray<BridgedExport> hostExports, ILogger logger)
{
    private const int MinRoundLimit = 20;

    /// <summary>The plugins to build afresh though nothing changed, until it is done or given up.</summary>
    private ImmutableHashSet<string> _reloads = [];

    /// <summary>What waits for a start to end, or for what it imports, while the graph goes on with what runs; with the reason.</summary>
    private ImmutableDictionary<string, string> _deferred = ImmutableDictionary<string, string>.Empty;

    /// <summary>The contracts the host itself provides.</summary>
    public ImmutableHashSet<ContractKey> HostContracts { get; } =
        [.. hostExports.Select(export => export.Contract), ContractKey.Of(typeof(IPluginContext))];

    /// <summary>The latest graph.</summary>
    public PluginGraph Graph { get; private set; } = PluginGraph.Empty;

    /// <summary>What runs, providers before consumers.</summary>
    public ImmutableArray<PluginInstance> Running { get; private set; } = [];

    /// <summary>Why a running plugin is not what was found, or is about to be replaced.</summary>
    public string? DeferredReason(string id) =>
        verdicts.KeptReason(id) is { } kept ? $"A change was found and given up; what ran before goes on. {kept}"
        : _deferred.TryGetValue(id, out var reason) ? activator.IsPending(id) ? $"A change was found. {reason} Until then what ran before goes on." : reason
        : activator.IsPending(id) ? "It is being built anew." : null;

    /// <summary>Brings what runs in line with what was found and configured.</summary>
    /// <param name="picture">What was found and configured.</param>
    /// <param name="reloads">Plugins to build afresh though nothing changed.</param>
    public async Task ReconcileAsync(Picture picture, ImmutableHashSet<string> reloads)
    {
        picture = picture.Preferring(Running.Select(instance => instance.Node.Candidate.Location));
        verdicts.Revise(picture);
        _reloads = _reloads.Union(reloads);
        var before = _deferred;
        // What is still starting is asked for anew, and says so anew.
        _deferred = ImmutableDictionary<string, string>.Empty;
        // Until nothing comes of it any more. Each round settles at least one plugin; more are needed only if this has a mistake.
        var rounds = 0;
        while (await NextRoundAsync(picture).ConfigureAwait(false))
        {
            if (++rounds <= MinRoundLimit + (4 * picture.Candidates.Length)) continue;
            LifecycleLog.NoEnd(logger, rounds);
            break;
        }

        activator.DiscardUnasked();
        _reloads = [.. _reloads.Where(activator.IsPending)];
        foreach (var (id, reason) in _deferred.Where(entry => before.GetValueOrDefault(entry.Key) != entry.Value)) LifecycleLog.Deferred(logger, id, reason);
    }

    /// <summary>Resolves the graph and starts nothing.</summary>
    public void Inspect(Picture picture) => Graph = BuildGraph(picture, []);

    /// <summary>Stops everything, consumers before providers.</summary>
    public async Task StopAllAsync()
    {
        activator.DiscardUnasked(all: true);
        foreach (var instance in Running) DetachAll(instance);
        await registry.PublishAsync([]).ConfigureAwait(false);
        retirement.Add([.. Running.Reverse()]);
        Running = [];
    }

    /// <summary>One attempt. False when nothing is to be done, or nothing more can be for now.</summary>
    private async Task<bool> NextRoundAsync(Picture picture)
    {
        var running = Running.ToDictionary(instance => instance.Id, StringComparer.Ordinal);
        Graph = BuildGraph(picture, running);
        if (DeferUnready(running)) return true;
        var contracts = SharedContractSelection.Of(
            Graph.Order.Select(node => node.Candidate),
            Running.Where(instance => Graph.FindReady(instance.Id) is not null).SelectMany(instance => instance.Contracts));
        var plan = PluginPlanner.Plan(
            [.. Running.Select(instance => instance.AsRunning())], Graph, id => ConfigurationOf(id).DescribePluginSection(id),
            _reloads.Except(_deferred.Keys), contracts);
        if (plan.IsEmpty) return false;

        var outcomes = await activator.BuildAsync(new(plan.Builds, running, ConfigurationOf, contracts)).ConfigureAwait(false);
        var commitment = Commitment.Of(plan.Builds, outcomes, IsNewTo);
        activator.Discard(commitment.Undone);
        var isDeferred = Defer(commitment.Waiting);
        // When something failed or waits, the next round thinks anew: what was to stop for its sake may go on.
        var stops = commitment.HasFailures || isDeferred ? [] : plan.Stops;
        var isSwitched = await SwitchAsync([.. commitment.Taken.Select(id => ((ActivationOutcome.Built)outcomes[id]).Instance)], stops, picture).ConfigureAwait(false);
        // After the switch, which forgives those that failed with what it replaced.
        Note(commitment, plan, picture);
        return isSwitched || isDeferred || commitment.HasFailures;

        // What runs on under a change given up or put off keeps the options it was built with.
        HostConfiguration ConfigurationOf(string id) =>
            running.TryGetValue(id, out var instance) && RunsOnAsItIs(id) ? instance.Configuration : picture.Configuration;

        bool IsNewTo(string consumer, string provider) =>
            running.TryGetValue(consumer, out var instance) && !instance.Node.StaticProviders.Contains(provider)
            && instance.Node.StaticProviders.All(id => Graph.FindReady(id) is not null);
    }

    private PluginGraph BuildGraph(Picture picture, Dictionary<string, PluginInstance> running)
    {
        // A moved plugin runs on under the place it was loaded from, where another may have been put since.
        var byLocation = running.Values.DistinctBy(instance => instance.Node.Candidate.Location, StringComparer.Ordinal)
            .ToDictionary(instance => instance.Node.Candidate.Location, StringComparer.Ordinal);
        ImmutableArray<PluginCandidate> candidates = [.. picture.Candidates.Select(Effective)];
        var waiting = candidates.Where(candidate => candidate.Manifest is { Id: var id } && !running.ContainsKey(id) && _deferred.ContainsKey(id))
            .Select(candidate => KeyValuePair.Create(
                new PluginVersionKey(candidate.Manifest!.Id, candidate.ContentHash),
                new Verdict(activator.IsPending(candidate.Manifest.Id) ? PluginState.Starting : PluginState.Waiting, _deferred[candidate.Manifest.Id])));
        return GraphBuilder.Build(new GraphInputs
        {
            Candidates = candidates,
            HostExports = HostContracts,
            Verdicts = verdicts.ForGraph(picture.Configuration.Disabled).SetItems(waiting),
            PreferredLocations = [.. byLocation.Keys],
        });

        // Where a change cannot be taken, was given up or is put off, the graph goes on with what runs.
        PluginCandidate Effective(PluginCandidate candidate)
        {
            if (byLocation.TryGetValue(candidate.Location, out var overwritten) && Problem(candidate) is { } problem)
            {
                _deferred = _deferred.SetItem(overwritten.Id, $"A change was found and given up; what ran before goes on. {problem}");
                return overwritten.Node.Candidate;
            }

            return candidate.Manifest is { Id: var id } && running.TryGetValue(id, out var instance) && RunsOnAsItIs(id)
                ? instance.Node.Candidate with { Location = candidate.Location }
                : candidate;
        }

        static string? Problem(PluginCandidate candidate) =>
            candidate.Problem ?? (candidate.Manifest is { Problems.IsEmpty: false } manifest ? string.Join(" ", manifest.Problems) : null);
    }

    private bool RunsOnAsItIs(string id) => _deferred.ContainsKey(id) || verdicts.KeptReason(id) is not null;

    /// <summary>A new version that cannot run as things stand is no reason to stop the old one, as long as that can.</summary>
    private bool DeferUnready(Dictionary<string, PluginInstance> running)
    {
        var unready = Graph.Nodes.Where(node => node.Verdict is { State: not PluginState.Disabled }
            && running.TryGetValue(node.Id, out var instance) && instance.Node.Candidate.ContentHash != node.Candidate.ContentHash
            && Graph.FindReady(node.Id) is null && !_deferred.ContainsKey(node.Id)).ToList();
        foreach (var node in unready) _deferred = _deferred.SetItem(node.Id, $"A change was found and waits. {node.Verdict!.Reason}");
        return unready.Count > 0;
    }

    private bool Defer(ImmutableDictionary<string, string> waiting)
    {
        var isNew = false;
        foreach (var (id, starting) in waiting.Where(entry => !_deferred.ContainsKey(entry.Key)))
        {
            _deferred = _deferred.SetItem(id, id == starting ? "It is still starting." : $"It waits for '{starting}', which is still starting.");
            isNew = true;
        }

        return isNew;
    }

    private void Note(Commitment commitment, PluginPlan plan, Picture picture)
    {
        foreach (var (id, fault) in commitment.Failures) verdicts.Fail(id, HashOf(id), fault.Reason, fault.Culprit, picture);
        foreach (var (id, fault) in commitment.Kept)
        {
            verdicts.Keep(id, HashOf(id), fault.Reason, fault.Culprit, picture);
            LifecycleLog.Kept(logger, id, fault.Reason);
        }

        _reloads = _reloads.Except(commitment.Failures.Keys).Except(commitment.Kept.Keys);

        string HashOf(string id) => plan.Builds.First(step => step.Id == id).Node!.Candidate.ContentHash;
    }

    /// <returns>Whether anything changed.</returns>
    private async Task<bool> SwitchAsync(ImmutableArray<PluginInstance> taken, ImmutableArray<PlanStep> stops, Picture picture)
    {
        var takenIds = taken.Select(instance => instance.Id).ToHashSet(StringComparer.Ordinal);
        var stopping = stops.ToDictionary(step => step.Id, StringComparer.Ordinal);
        // A provider stays while a consumer that is not replaced yet still uses it; the next round takes both.
        foreach (var consumer in Running.Where(consumer => !stopping.ContainsKey(consumer.Id) && !takenIds.Contains(consumer.Id)))
        {
            foreach (var provider in consumer.Node.StaticProviders) stopping.Remove(provider);
        }

        var gone = Running.Where(instance => takenIds.Contains(instance.Id) || stopping.ContainsKey(instance.Id)).ToImmutableArray();
        if (taken.IsEmpty && gone.IsEmpty) return false;
        // Graph order, so that stopping in reverse is consumers before providers.
        var place = Graph.Order.Select((node, index) => (node.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        Running = [.. Running.Except(gone).Concat(taken).OrderBy(instance => place.GetValueOrDefault(instance.Id, int.MaxValue))];

        foreach (var step in stopping.Values) LifecycleLog.Step(logger, step.Kind.ToString(), step.Id, step.Reason);
        await registry.PublishAsync(hostExports.Concat(Running.SelectMany(instance => instance.Exports))).ConfigureAwait(false);
        foreach (var instance in taken)
        {
            foreach (var served in instance.Protocols) dispatcher.Attach(served.Protocol, served.Lease);
            activator.Forget(instance.Id);
            verdicts.Forgive(instance.Id);
            LifecycleLog.Active(logger, instance.Id, instance.Version);
        }

        _reloads = _reloads.Except(takenIds);
        // Whatever they waited for is to be asked for anew.
        _deferred = _deferred.RemoveRange(gone.Concat(taken).Select(instance => instance.Id));
        verdicts.ForgiveImporters(gone.Concat(taken).SelectMany(instance => instance.Exports).Select(export => export.Contract).ToHashSet(), picture);
        // After the new ones are attached: detaching a lease that is no longer the current one changes nothing.
        foreach (var instance in gone) DetachAll(instance);
        retirement.Add([.. gone.Reverse()]);
        return true;
    }

    private void DetachAll(PluginInstance instance)
    {
        foreach (var served in instance.Protocols) dispatcher.Detach(served.Protocol, served.Lease);
    }
}
