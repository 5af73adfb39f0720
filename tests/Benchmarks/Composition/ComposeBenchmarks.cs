using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PluginFramework.Benchmarks.Plugins;
using PluginFramework.Core.Lifecycle;

namespace PluginFramework.Benchmarks.Composition;

/// <summary>From a folder of plugins to all of them active. Every figure is the first run in a new process, as at a start.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 4, warmupCount: 0, iterationCount: 1, invocationCount: 1)]
[MemoryDiagnoser]
public class ComposeBenchmarks
{
    private PluginHost? _host;
    private NaiveComposition? _naive;

    [ParamsSource(nameof(AllCounts))]
    public int Count { get; set; }

    public static IEnumerable<int> AllCounts => Workspace.Counts;

    [Benchmark(Baseline = true, Description = "naive")]
    public void Naive() => _naive = NaiveComposition.Compose(Workspace.MixOf(Count), Count);

    [Benchmark(Description = "scan only")]
    public Task<int> ScanAsync() => Workspace.ScanAsync(Workspace.MixOf(Count), Workspace.RunOf(Workspace.MixOf(Count)));

    [Benchmark(Description = "host")]
    public async Task HostAsync() => _host = await HostOver.StartAsync(Workspace.MixOf(Count), Count);

    [IterationCleanup]
    public void Clean()
    {
        _naive?.Dispose();
        _host?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        (_naive, _host) = (null, null);
    }
}
