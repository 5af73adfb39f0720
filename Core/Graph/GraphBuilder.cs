using System.Collections.Immutable;
using PluginFramework.Core.Network;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Graph;

/// <summary>
/// Resolves imports among the plugins found. A plugin is ready when all it needs is ready; what is not ready is left out and named,
/// until nothing more falls out. Cycles are found here because MEF cannot see them across hosts and would overflow the stack.
/// </summary>
public sealed class GraphBuilder
{
    private readonly GraphInputs _inputs;
    private readonly Dictionary<string, PluginCandidate> _eligible = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginCandidate> _dropped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Verdict> _verdicts = new(StringComparer.Ordinal);
    private readonly List<PluginNode> _outside = [];

    /// <summary>All exporters of each contract, best first; those that fell out are skipped when looking.</summary>
    private readonly Dictionary<ContractKey, List<Exporter>> _exporters = [];

    /// <summary>A row per plugin and contract, made once.</summary>
    private readonly Dictionary<string, ImmutableArray<Wish>> _wishes = new(StringComparer.Ordinal);

    /// <summary>Plugins that give way to no rival and displace none, since they came out as not ready.</summary>
    private readonly HashSet<string> _unready;

    /// <summary>The plugins that others gave way to.</summary>
    private readonly HashSet<string> _winners = new(StringComparer.Ordinal);

    private GraphBuilder(GraphInputs inputs, HashSet<string> unready) => (_inputs, _unready) = (inputs, unready);

    /// <summary>Builds the graph.</summary>
    public static PluginGraph Build(GraphInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var unready = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var builder = new GraphBuilder(inputs, unready);
            var graph = builder.Build();
            // Whoever gave way to a plugin that is not ready after all can serve in its place.
            builder._winners.RemoveWhere(id => graph.FindReady(id) is not null);
            if (builder._winners.Count == 0) return graph;
            unready.UnionWith(builder._winners);
        }
    }

    private PluginGraph Build()
    {
        Sort();
        DropProtocolRivals();
        Index();
        bool changed;
        do
        {
            DropUnprovided();
            changed = DropConflicts();
            if (!changed) changed = DropCycles();
        }
        while (changed);

        var nodes = _outside.Concat(_eligible.Select(Node)).Concat(DroppedNodes())
            .OrderBy(node => node.Id, StringComparer.Ordinal).ThenBy(node => node.Candidate.Location, StringComparer.Ordinal)
            .ToImmutableArray();
        return new PluginGraph(nodes, InOrder(nodes.Where(node => node.IsReady)));
    }

    private PluginNode Node(KeyValuePair<string, PluginCandidate> entry) =>
        new(entry.Key, entry.Value, null, Resolve(entry.Key));

    private IEnumerable<PluginNode> DroppedNodes() =>
        _dropped.Select(entry => new PluginNode(entry.Key, entry.Value, _verdicts[entry.Key], Resolve(entry.Key)));

    /// <summary>Takes out all that cannot run whatever the others do.</summary>
    private void Sort()
    {
        foreach (var group in _inputs.Candidates.GroupBy(IdOf, StringComparer.Ordinal))
        {
            var claims = group.OrderByDescending(candidate => candidate.Manifest is not null)
                .ThenByDescending(candidate => _inputs.PreferredLocations.Contains(candidate.Location))
                .ThenBy(candidate => candidate.Location, StringComparer.Ordinal).ToList();
            var first = claims[0];
            foreach (var other in claims.Skip(1))
            {
                var reason = other.Problem ?? $"Another plugin has the id '{group.Key}' too: {first.Location}. Remove one of them.";
                _outside.Add(new(group.Key, other, new(PluginState.Incompatible, reason), []));
            }

            if (VerdictOn(group.Key, first) is { } verdict) _outside.Add(new(group.Key, first, verdict, []));
            else _eligible.Add(group.Key, first);
        }
    }

    private Verdict? VerdictOn(string id, PluginCandidate candidate)
    {
        if (candidate.Manifest is not { } manifest) return new(PluginState.Incompatible, candidate.Problem ?? "It cannot be read.");
        return _inputs.Verdicts.GetValueOrDefault(new(id))
            ?? _inputs.Verdicts.GetValueOrDefault(new(id, candidate.ContentHash))
            ?? (manifest.Problems.Concat(EndpointProblems(manifest)).ToList() is { Count: > 0 } problems
                ? new(PluginState.Incompatible, string.Join(" ", problems)) : null);
    }

    private static IEnumerable<string> EndpointProblems(PluginManifest manifest) =>
        from export in manifest.SharedExports
        from address in export.Metadata.GetValueOrDefault(nameof(ProtocolAttribute.Endpoints)) as IEnumerable<string> ?? []
        let problem = EndpointAddress.TryParse(address, out _, out var error) ? null : error
        where problem is not null
        select $"Its default endpoint '{address}' is not valid: {problem}";

    /// <summary>A protocol is served by one plugin: the one of highest rank, then the one that serves it already, then the first by id.</summary>
    private void DropProtocolRivals()
    {
        var servers = _eligible.SelectMany(entry => entry.Value.Manifest!.SharedExports
            .Select(export => (Id: entry.Key, export.Rank, export.Protocol)));
        foreach (var rivals in servers.Where(server => server.Protocol is not null && !_unready.Contains(server.Id)).GroupBy(server => server.Protocol).ToList())
        {
            var order = rivals.OrderByDescending(server => server.Rank)
                .ThenByDescending(server => _inputs.PreferredLocations.Contains(_eligible[server.Id].Location))
                .ThenBy(server => server.Id, StringComparer.Ordinal).ToList();
            foreach (var (id, _, _) in order.Where(server => server.Id != order[0].Id))
            {
                if (!_eligible.Remove(id, out var candidate)) continue;
                _winners.Add(order[0].Id);
                var reason = $"'{order[0].Id}' serves the protocol '{rivals.Key}' already. Disable one of them, or give this one a higher rank.";
                _outside.Add(new(id, candidate, new(PluginState.Incompatible, reason), []));
            }
        }
    }

    private void Index()
    {
        foreach (var (id, candidate) in _eligible)
        {
            foreach (var export in candidate.Manifest!.SharedExports)
            {
                if (!_exporters.TryGetValue(export.Contract, out var list)) _exporters[export.Contract] = list = [];
                list.Add(new(id, export.Rank));
            }

            _wishes[id] = [.. candidate.Manifest.Imports.GroupBy(import => import.Contract).Select(group => WishOf(candidate.Manifest, group))];
        }

        foreach (var list in _exporters.Values)
            list.Sort((a, b) => a.Rank != b.Rank ? b.Rank.CompareTo(a.Rank) : string.CompareOrdinal(a.Id, b.Id));
    }

    private Wish WishOf(PluginManifest manifest, IGrouping<ContractKey, ManifestImport> imports)
    {
        var strictest = imports.MinBy(import => import.Cardinality)!;
        // What a plugin exports itself satisfies its own single imports, as it would in one MEF container.
        var isOwn = manifest.Parts.Any(part => part.Exports.Any(export => export.Contract == imports.Key));
        return new(imports.Key, strictest.Cardinality, strictest.Site, isOwn, _inputs.HostExports.Contains(imports.Key));
    }

    private void DropUnprovided()
    {
        bool dropped;
        do
        {
            dropped = false;
            foreach (var id in _eligible.Keys.ToList())
            {
                var missing = _wishes[id].FirstOrDefault(wish => wish is { Cardinality: ImportCardinality.One, IsOwn: false, IsFromHost: false }
                    && Best(id, wish.Contract) is null);
                if (missing is null) continue;
                Drop(id, new(PluginState.Waiting, $"Waits for {missing.Contract}, imported by {missing.Site}: {WhyMissing(id, missing.Contract)}"));
                dropped = true;
            }
        }
        while (dropped);
    }

    private bool DropConflicts()
    {
        var conflicts = _eligible.Keys.Select(id => (Id: id, Rivals: RivalsOver(id))).Where(conflict => conflict.Rivals is not null)
            .ToDictionary(conflict => conflict.Id, conflict => conflict.Rivals!.Value, StringComparer.Ordinal);
        // A rival that falls out by its own conflict may settle this one, so those come first.
        var first = conflicts.Where(conflict => !conflict.Value.Rivals.Any(rival => conflicts.ContainsKey(rival.Id))).ToList();
        foreach (var (id, (wish, rivals)) in first.Count > 0 ? first : [.. conflicts])
        {
            Drop(id, new(PluginState.Waiting,
                $"Conflict over {wish.Contract}, imported by {wish.Site}: {string.Join(" and ", rivals.Select(rival => $"'{rival.Id}'"))} export it with rank " +
                $"{rivals[0].Rank}. Disable all but one, or give one a higher rank."));
        }

        return conflicts.Count > 0;
    }

    /// <summary>The first import of a plugin that several plugins could provide equally well.</summary>
    private (Wish Wish, List<Exporter> Rivals)? RivalsOver(string id)
    {
        foreach (var wish in _wishes[id].Where(wish => wish is { Cardinality: <= ImportCardinality.Optional, IsOwn: false, IsFromHost: false }))
        {
            var exporters = Exporters(id, wish.Contract).ToList();
            var rivals = exporters.Where(exporter => exporter.Rank == exporters[0].Rank).DistinctBy(exporter => exporter.Id).ToList();
            if (rivals.Count > 1) return (wish, rivals);
        }

        return null;
    }

    private bool DropCycles()
    {
        var edges = _eligible.Keys.ToDictionary(id => id, id => StaticProviders(id).ToList(), StringComparer.Ordinal);
        var cycles = StronglyConnected.In(edges).Where(component => component.Count > 1).ToList();
        foreach (var cycle in cycles)
        {
            var path = StronglyConnected.CycleIn(cycle, edges);
            var text = string.Join(" → ", path.Select((from, i) => i + 1 < path.Count ? $"{from} ({ContractOf(from, path[i + 1])})" : from));
            foreach (var id in cycle)
            {
                Drop(id, new(PluginState.Failed,
                    $"Import cycle: {text}. Make one of these imports an ILiveExports<T>, which needs no provider to be there first."));
            }
        }

        return cycles.Count > 0;
    }

    private string ContractOf(string consumer, string provider) =>
        _wishes[consumer].First(wish => wish.IsStatic && Chosen(consumer, wish).Contains(provider)).Contract.TypeName.Split('.')[^1];

    private IEnumerable<string> StaticProviders(string id) =>
        _wishes[id].Where(wish => wish.IsStatic).SelectMany(wish => Chosen(id, wish)).Distinct();

    private ImmutableArray<ResolvedImport> Resolve(string id) =>
        [.. _wishes[id].Select(wish => new ResolvedImport(wish.Contract, wish.Cardinality, Chosen(id, wish), wish.IsFromHost) { IsOwn = wish.IsOwn })];

    private ImmutableArray<string> Chosen(string id, Wish wish)
    {
        if (wish.Cardinality > ImportCardinality.Optional) return [.. Exporters(id, wish.Contract).Select(exporter => exporter.Id).Distinct()];
        return wish.IsOwn || wish.IsFromHost || Best(id, wish.Contract) is not { } best ? [] : [best.Id];
    }

    private Exporter? Best(string consumer, ContractKey contract) => Exporters(consumer, contract).FirstOrDefault();

    private IEnumerable<Exporter> Exporters(string consumer, ContractKey contract) =>
        _exporters.TryGetValue(contract, out var list)
            ? list.Where(exporter => exporter.Id != consumer && _eligible.ContainsKey(exporter.Id))
            : [];

    private string WhyMissing(string consumer, ContractKey contract)
    {
        if (_exporters.TryGetValue(contract, out var fallen) && fallen.FirstOrDefault(exporter => exporter.Id != consumer) is { } other)
            return $"'{other.Id}' would provide it and is not ready itself.";
        var outside = _outside.FirstOrDefault(node => node.Candidate.Manifest?.SharedExports.Any(export => export.Contract == contract) ?? false);
        if (outside is not null) return $"'{outside.Id}' would provide it and is {outside.Verdict!.State.ToString().ToLowerInvariant()}.";
        var unshared = _eligible.FirstOrDefault(entry => entry.Value.Manifest!.Parts
            .Any(part => part.Exports.Any(export => export.Contract.TypeName == contract.TypeName && export.Contract != contract)));
        return unshared.Key is null
            ? "no plugin provides it."
            : $"'{unshared.Key}' exports a type of that name from another assembly; both must use one assembly marked [SharedContract].";
    }

    private void Drop(string id, Verdict verdict)
    {
        if (!_eligible.Remove(id, out var candidate)) return;
        _dropped[id] = candidate;
        _verdicts[id] = verdict;
    }

    private static ImmutableArray<PluginNode> InOrder(IEnumerable<PluginNode> ready)
    {
        var nodes = ready.ToDictionary(node => node.Id, StringComparer.Ordinal);
        var order = ImmutableArray.CreateBuilder<PluginNode>(nodes.Count);
        // Components come out providers first, and each is a single plugin here: cycles are gone.
        foreach (var component in StronglyConnected.In(nodes.ToDictionary(entry => entry.Key, entry => entry.Value.StaticProviders.ToList(), StringComparer.Ordinal)))
            order.Add(nodes[component[0]]);
        return order.ToImmutable();
    }

    private static string IdOf(PluginCandidate candidate) =>
        candidate.Manifest?.Id ?? candidate.InstalledId ?? Path.GetFileNameWithoutExtension(candidate.Location.TrimEnd(Path.DirectorySeparatorChar));

    private sealed record Exporter(string Id, int Rank);

    private sealed record Wish(ContractKey Contract, ImportCardinality Cardinality, string Site, bool IsOwn, bool IsFromHost)
    {
        public bool IsStatic => Cardinality != ImportCardinality.Live;
    }
}
