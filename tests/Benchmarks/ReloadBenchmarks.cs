using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using PluginFramework.Benchmarks.Plugins;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Plugins;

namespace PluginFramework.Benchmarks;

/// <summary>A reload among twenty running plugins, from the request to the new instance being active.</summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 20, invocationCount: 1)]
public class ReloadBenchmarks
{
    private PluginHost? _host;

    private PluginHost Host => _host ?? throw new InvalidOperationException("Start it first.");

    [GlobalSetup]
    public void Start() => _host = HostOver.StartAsync(Workspace.ReloadSet, ReloadPlugins.Count).GetAwaiter().GetResult();

    [Benchmark(Description = "leaf")]
    public Task<PluginStatus> Leaf() => Host.Plugins.ReloadAsync(ReloadPlugins.Leaf);

    [Benchmark(Description = "provider with 3 dependants")]
    public Task<PluginStatus> Provider() => Host.Plugins.ReloadAsync(ReloadPlugins.Provider);

    [IterationCleanup]
    public void Unload() => Host.WhenUnloadedAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Stop() => Host.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
