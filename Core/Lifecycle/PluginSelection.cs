using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Startup;
using PluginFramework.Loader.Discovery;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Which of the plugins that were found are meant.</summary>
internal sealed class PluginSelection(PluginHostSettings settings, Reconciler reconciler, Verdicts verdicts)
{
    /// <summary>For a command that needs certain contracts only: their providers and what those import. Otherwise all.</summary>
    public ImmutableArray<PluginCandidate> Of(ImmutableArray<PluginCandidate> found, IEnumerable<string> disabled)
    {
        found = WithoutReplaced(found);
        if (settings.Only is not { IsEmpty: false } only) return found;
        var graph = GraphBuilder.Build(new() { Candidates = found, HostExports = reconciler.HostContracts, Verdicts = verdicts.ForGraph(disabled) });
        var roots = graph.Order.Where(node => node.Candidate.Manifest!.SharedExports.Any(export => only.Contains(export.Contract.TypeName)));
        var closure = graph.ClosureOf(roots.Select(node => node.Id));
        return [.. found.Where(candidate => candidate.Manifest is { } manifest && closure.Contains(manifest.Id))];
    }

    /// <summary>What was installed from a feed takes the place of what came with the program.</summary>
    private ImmutableArray<PluginCandidate> WithoutReplaced(ImmutableArray<PluginCandidate> found)
    {
        if (settings.ProgramPlugins is not { } own) return found;
        var installed = found.Where(candidate => candidate is { InstalledId: not null, Manifest: not null }).Select(candidate => candidate.Manifest!.Id).ToHashSet(StringComparer.Ordinal);
        return installed.Count == 0 ? found
            : found.RemoveAll(candidate => candidate is { InstalledId: null, Manifest: { } manifest } && installed.Contains(manifest.Id) && Path.GetDirectoryName(candidate.Location) == own);
    }
}
