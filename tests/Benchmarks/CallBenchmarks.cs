using BenchmarkDotNet.Attributes;
using PluginFramework.Benchmarks.Plugins;
using PluginFramework.Chat;
using PluginFramework.Core.Lifecycle;

namespace PluginFramework.Benchmarks;

/// <summary>A call through an imported interface, from plugin to plugin and within the assembly of one plugin: the same code in both.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class CallBenchmarks
{
    private PluginHost? _acrossHost;
    private PluginHost? _withinHost;
    private IChatBot? _across;
    private IChatBot? _within;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _acrossHost = await HostOver.StartAsync(Workspace.CallAcross, CallPlugins.Across.Count);
        _withinHost = await HostOver.StartAsync(Workspace.CallWithin, CallPlugins.Within.Count);
        (_across, _within) = (_acrossHost.GetExport<IChatBot>(), _withinHost.GetExport<IChatBot>());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = CallPlugins.Calls, Description = "within one assembly")]
    public string Within() => _within!.Description;

    [Benchmark(OperationsPerInvoke = CallPlugins.Calls, Description = "from plugin to plugin")]
    public string Across() => _across!.Description;

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _acrossHost!.DisposeAsync();
        await _withinHost!.DisposeAsync();
    }
}
