using System.Collections.Immutable;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Graph;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What the host says of its plugins: an immutable snapshot, replaced after each change.</summary>
internal sealed record StatusBoard(ImmutableArray<PluginStatus> Plugins)
{
    public static StatusBoard Empty { get; } = new([]);

    /// <summary>The plugin of that id; where several claim it, the one that runs.</summary>
    public PluginStatus? Find(string id) =>
        Plugins.Where(plugin => plugin.Id == id).OrderBy(plugin => plugin.State == PluginState.Active ? 0 : 1).FirstOrDefault();

    public static StatusBoard Of(Reconciler reconciler, Retirement retirement, ImmutableDictionary<string, string> notes, bool isStopped)
    {
        var running = reconciler.Running.ToDictionary(instance => instance.Id, StringComparer.Ordinal);
        var leaks = retirement.Leaks;
        var found = reconciler.Graph.Nodes.Select(node => Describe(node, running.GetValueOrDefault(node.Id), reconciler, leaks, isStopped)).Select(Noted).ToList();
        var ids = found.Select(plugin => plugin.Id).ToHashSet(StringComparer.Ordinal);
        // What was removed and is not quite gone yet.
        var draining = retirement.Draining.Concat(reconciler.Running).Where(instance => !ids.Contains(instance.Id)).DistinctBy(instance => instance.Id)
            .Select(instance => Describe(instance.Node, PluginState.Draining, "Its files are gone; it finishes what it has.")).ToList();
        ids.UnionWith(draining.Select(plugin => plugin.Id));
        var held = leaks.Where(leak => !ids.Contains(leak.PluginId)).GroupBy(leak => leak.PluginId)
            .Select(group => new PluginStatus(group.Key, group.Last().Version, PluginState.Stopped, "Its files are gone. " + Held(group.Last())) { Title = group.Key });
        return new([.. found.Concat(draining).Concat(held).OrderBy(plugin => plugin.Id, StringComparer.Ordinal)]);

        PluginStatus Noted(PluginStatus plugin) => !notes.TryGetValue(plugin.Id, out var note) ? plugin
            : plugin with { Reason = plugin.Reason is null ? note : $"{plugin.Reason} {note}" };
    }

    private static PluginStatus Describe(
        PluginNode node, PluginInstance? instance, Reconciler reconciler, IReadOnlyCollection<Retirement.Leak> leaks, bool isStopped)
    {
        if (node.Verdict is { } verdict)
        {
            return instance is null || isStopped || reconciler.Graph.FindReady(node.Id) is not null
                ? Describe(node, verdict.State, verdict.Reason)
                : Describe(node, PluginState.Draining, verdict.Reason + " It goes on until what uses it is built without it.");
        }

        if (isStopped) return Describe(node, PluginState.Stopped, null);
        if (instance is null)
        {
            var missing = node.StaticProviders.FirstOrDefault(id => !reconciler.Running.Any(other => other.Id == id));
            return Describe(node, PluginState.Waiting, missing is null ? "It is about to be started." : $"Waits for '{missing}' to start.");
        }

        var leak = leaks.LastOrDefault(leak => leak.PluginId == node.Id);
        return Describe(node, PluginState.Active, reconciler.DeferredReason(node.Id) ?? (leak is null ? null : Held(leak)));
    }

    private static string Held(Retirement.Leak leak) => $"An earlier instance ({leak.Version}) is still in memory, held by: {leak.Holders}";

    private static PluginStatus Describe(PluginNode node, PluginState state, string? reason)
    {
        var manifest = node.Candidate.Manifest;
        return new(node.Id, manifest?.Version ?? "", state, reason)
        {
            Title = manifest?.Title ?? node.Id,
            Description = manifest?.Description,
            Location = node.Candidate.Location,
            ContentHash = node.Candidate.ContentHash,
            Exports = manifest is null ? [] : [.. manifest.SharedExports.Select(export => export.Contract.ToString()).Distinct()],
            Imports =
            [
                .. node.Imports.Where(import => import.Contract.TypeName != typeof(IPluginContext).FullName).Select(import => new PluginImportStatus(
                    import.Contract.ToString(), import.Cardinality.ToString().ToLowerInvariant(),
                    import.IsFromHost ? [BridgedExport.HostId] : import.IsOwn ? [node.Id, .. import.Providers] : import.Providers)),
            ],
        };
    }
}
