using System.Collections.Immutable;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Graph;

/// <summary>What the graph is built from. Equal inputs give equal graphs.</summary>
public sealed record GraphInputs
{
    /// <summary>What was found.</summary>
    public ImmutableArray<PluginCandidate> Candidates { get; init; } = [];

    /// <summary>The contracts the host itself provides to every plugin.</summary>
    public ImmutableHashSet<ContractKey> HostExports { get; init; } = [];

    /// <summary>Verdicts from outside the graph, by <see cref="PluginVersionKey"/>: disabled, quarantined, failed.</summary>
    public ImmutableDictionary<PluginVersionKey, Verdict> Verdicts { get; init; } = ImmutableDictionary<PluginVersionKey, Verdict>.Empty;

    /// <summary>The locations that win where several plugins claim an id: what runs goes on running.</summary>
    public ImmutableHashSet<string> PreferredLocations { get; init; } = [];
}
