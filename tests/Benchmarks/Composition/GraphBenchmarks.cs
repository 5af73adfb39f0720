using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PluginFramework.Benchmarks.Plugins;
using PluginFramework.Chat;
using PluginFramework.Core.Graph;
using PluginFramework.Core.Planning;
using PluginFramework.Loader.Contexts;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Benchmarks.Composition;

/// <summary>The graph and the plan alone, over the manifests of the mix: ten times the plugins should take ten times as long.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 5, iterationCount: 10, invocationCount: 1)]
[MemoryDiagnoser]
public class GraphBenchmarks
{
    private GraphInputs _inputs = new();

    [Params(100, 1000, 10_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Prepare() => _inputs = new()
    {
        Candidates = [.. Enumerable.Range(0, Count).Select(CandidateOf)],
        HostExports = [ContractKey.Of(typeof(IPluginContext))],
    };

    [Benchmark(Description = "graph and plan")]
    public PluginPlan Plan() => PluginPlanner.Plan([], GraphBuilder.Build(_inputs), _ => "", [], SharedContractSelection.Empty);

    private static PluginCandidate CandidateOf(int index)
    {
        var id = PluginMix.IdOf(index);
        ImmutableArray<ManifestExport> exports = PluginMix.IsInGroup(index) ? [Export(id), Export(PluginMix.GroupOf(index))] : [Export(id)];
        var imports = ImmutableArray.CreateBuilder<ManifestImport>();
        imports.Add(new(ContractKey.Of(typeof(IPluginContext)), ImportCardinality.One, "Generated.Bot(context)"));
        if (PluginMix.ImportsPrevious(index)) imports.Add(Import(PluginMix.IdOf(index - 1), ImportCardinality.One));
        if (PluginMix.ImportsGroup(index)) imports.Add(Import(PluginMix.GroupOf(index), ImportCardinality.Many));
        if (PluginMix.WatchesGroup(index)) imports.Add(Import(PluginMix.GroupOf(index), ImportCardinality.Live));
        var manifest = new PluginManifest(id, "1.0.0", id + ".dll") { Parts = [new("Generated.Bot", exports, imports.ToImmutable())] };
        return new("/plugins/" + id, id, "/store/" + id, manifest, null);
    }

    private static ManifestExport Export(string name) =>
        new(ContractKey.Of(typeof(IChatBot), name), ImmutableDictionary<string, object?>.Empty) { IsShared = true };

    private static ManifestImport Import(string name, ImportCardinality cardinality) =>
        new(ContractKey.Of(typeof(IChatBot), name), cardinality, $"Generated.Bot({name})");
}
