using System.Collections.Immutable;
using PluginFramework.Core.Composition;
using PluginFramework.Core.Graph;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What the host says of its plugins: an immutable snapshot, replaced after each change.</summary>
internal sealed record StatusBoard(ImmutableArray<PluginStatus> Plugins)
{
    private ImmutableHashSet<string> _switchedOff = [];

    public static StatusBoard Empty { get; } = new([]);

    /// <summary>The plugin of that id; where several claim it, the one that runs.</summary>
    public PluginStatus? Find(string id) =>
        Plugins.Where(plugin => plugin.Id == id).OrderBy(plugin => plugin.State == PluginState.Active ? 0 : 1).FirstOrDefault();

    /// <summary>Whether a protocol is served by a plugin that an operator switched off.</summary>
    public bool IsSwitchedOff(string protocol) => _switchedOff.Contains(protocol);

    public static StatusBoard Of(
        PluginGraph graph, ImmutableArray<PluginInstance> running, Verdicts verdicts, IReadOnlyCollection<Retirement.Leak> leaks, bool isStopped)
    {
        var byId = running.ToDictionary(instance => instance.Id, StringComparer.Ordinal);
        return new([.. graph.Nodes.Select(node => Describe(node, byId.GetValueOrDefault(node.Id), verdicts, leaks, isStopped))])
        {
            _switchedOff =
            [
                .. graph.Nodes.Where(node => node.Verdict?.State == PluginState.Disabled)
                    .SelectMany(node => node.Candidate.Manifest!.SharedExports)
                    .Select(export => export.Metadata.GetValueOrDefault(nameof(ProtocolAttribute.Protocol))).OfType<string>(),
            ],
        };
    }

    private static PluginStatus Describe(
        PluginNode node, PluginInstance? instance, Verdicts verdicts, IReadOnlyCollection<Retirement.Leak> leaks, bool isStopped)
    {
        var manifest = node.Candidate.Manifest;
        var (state, reason) = node.Verdict is { } verdict ? (verdict.State, verdict.Reason)
            : isStopped || instance is null ? (PluginState.Stopped, (string?)null)
            : (PluginState.Active, ReasonOfActive(node.Id, verdicts, leaks));
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

    private static string? ReasonOfActive(string id, Verdicts verdicts, IReadOnlyCollection<Retirement.Leak> leaks)
    {
        if (verdicts.KeptReason(id) is { } kept) return $"A change was found and given up; what ran before goes on. {kept}";
        return leaks.LastOrDefault(leak => leak.PluginId == id) is { } leak
            ? $"An earlier instance ({leak.Version}) is still in memory, held by: {leak.Holders}"
            : null;
    }
}
