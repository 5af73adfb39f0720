using System.Collections.Immutable;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Core.Installing;

/// <summary>What is composed at one moment. Immutable.</summary>
/// <param name="Candidates">What was found, whether it runs or not.</param>
/// <param name="HostContracts">The contracts the host itself provides to every plugin.</param>
/// <param name="Verdicts">Why plugins are kept from running: disabled, quarantined, failed.</param>
/// <param name="Running">What runs, in the order it was built; <see langword="null"/> where nothing is started: what would run then counts.</param>
internal sealed record CompositionSnapshot(
    ImmutableArray<PluginCandidate> Candidates, ImmutableHashSet<ContractKey> HostContracts, ImmutableDictionary<PluginVersionKey, Verdict> Verdicts,
    ImmutableArray<RunningPlugin>? Running);
