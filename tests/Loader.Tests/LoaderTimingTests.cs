using System.Diagnostics;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Store;
using PluginFramework.Loader.Support;

namespace PluginFramework.Loader;

/// <summary>Measures; run with <c>-explicit only</c>. The limit on processor time notices a change of order only.</summary>
public sealed class LoaderTimingTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 1000;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public async Task Thousand_SmallPlugins_AreFoundReadLoadedAndUnloadedInTime()
    {
        for (var index = 0; index < Count; index++)
        {
            _folder.Drop($"P{index}", $$"""
                [assembly: Plugin("p{{index}}")] namespace N{{index}};
                public interface IThing; [Export(typeof(IThing)), Shared, Rank(3)] public class Thing : IThing;
                [Protocol("p{{index}}", "tcp://127.0.0.1:1")] [method: ImportingConstructor]
                public class Part(IThing thing, IPluginContext context, ILiveExports<IDisposable> live) : ConnectionHandler
                {
                    public override Task OnConnectedAsync(ConnectionContext c) => Task.FromResult((thing, context.Id, live.Current));
                }
                """);
        }
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);

        var picture = await MeasureAsync("first scan, which copies", () => _folder.ScanAsync());
        picture.Length.ShouldBe(Count);
        picture.ShouldAllBe(candidate => candidate.Problem == null && candidate.Manifest!.Problems.IsEmpty);
        picture = await MeasureAsync("scan after a restart", () => _folder.ScanAsync(new ContentStore(Path.Combine(_folder.Root, "run"))));
        Measure("manifests alone", () => Array.ForEach([.. picture], candidate => ManifestReader.Read(candidate.StorePath, candidate.Manifest!.AssemblyFile)));
        Measure("manifests alone, again", () => Array.ForEach([.. picture], candidate => ManifestReader.Read(candidate.StorePath, candidate.Manifest!.AssemblyFile)));
        Measure("compatibility alone", () => Array.ForEach([.. picture], candidate => CompatibilityChecker.Check(candidate.StorePath, candidate.Manifest!.AssemblyFile)));
        using (var watcher = new PluginDirectoryWatcher(_folder.Options, _folder.Store))
        {
            await MeasureAsync("first look of a watcher", () => watcher.ScanAsync(TestContext.Current.CancellationToken));
            await MeasureAsync("a look that finds no change", () => watcher.ScanAsync(TestContext.Current.CancellationToken));
        }

        var loader = TestFolder.NewLoader();
        var plugins = Measure("load", () => picture.Select(loader.Load).ToArray());
        var results = await MeasureAsync("unload", () => Task.WhenAll(plugins.Select(plugin => plugin.UnloadAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))));
        results.ShouldAllBe(result => result.IsFreed);
    }

    private void Measure(string what, Action action) => Measure(what, () => { action(); return 0; });

    private T Measure<T>(string what, Func<T> action)
    {
        var started = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = action();
        Report(what, started);
        return result;
    }

    private async Task<T> MeasureAsync<T>(string what, Func<Task<T>> action)
    {
        var started = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var result = await action();
        Report(what, started);
        return result;
    }

    private void Report(string what, (long Time, TimeSpan Processor) started)
    {
        var elapsed = Stopwatch.GetElapsedTime(started.Time);
        var processor = Environment.CpuUsage.TotalTime - started.Processor;
        output.WriteLine($"{what}: {elapsed.TotalMilliseconds:f0} ms, of processor time {processor.TotalMilliseconds / Count:f3} ms a plugin");
        processor.ShouldBeLessThan(TimeSpan.FromMilliseconds(Count * 5), what);
    }
}
