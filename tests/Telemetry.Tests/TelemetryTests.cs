using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Telemetry.Tests;

/// <summary>The plugin as it was built, in a real host beside one that measures.</summary>
public sealed class TelemetryTests : IAsyncDisposable
{
    private static readonly PluginSource Measuring = PluginSource.Plugin("measuring", """
        [Export(typeof(Microsoft.Extensions.Hosting.IHostedService)), Shared]
        public sealed class Measuring : Microsoft.Extensions.Hosting.IHostedService, IDisposable
        {
            private readonly System.Diagnostics.Metrics.Meter _meter = new("Measuring");
            private readonly System.Diagnostics.ActivitySource _source = new("Measuring");
            private Timer? _timer;
            public Task StartAsync(CancellationToken cancellationToken)
            {
                var counter = _meter.CreateCounter<int>("measuring.things");
                _timer = new Timer(_ => { counter.Add(1); _source.StartActivity("measuring-a-thing")?.Dispose(); }, null, 0, 50);
                return Task.CompletedTask;
            }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public void Dispose() { _timer?.Dispose(); _meter.Dispose(); _source.Dispose(); }
        }
        """);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("telemetry-");
    private readonly RecordingLoggerProvider _log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Plugin_WithACollector_SendsMeasurementsAndTraces_SaysWhenItIsGone_AndIsFreedWithWhatItMeasured()
    {
        await using var collector = new Collector();
        await using var host = await StartAsync(new { endpoint = collector.Address.AbsoluteUri, intervalSeconds = 1, headersSecret = "x-key=k1", serviceName = "under-test" });
        for (var round = 0; round < 3; round++)
        {
            var measured = await collector.WaitForAsync("measuring.things", Token);
            (measured.Path, measured.Key).ShouldBe(("/v1/metrics", "k1"));
            measured.Body.ShouldContain("under-test");
            (await collector.WaitForAsync("measuring-a-thing", Token)).Path.ShouldBe("/v1/traces");
            (await host.Plugins.ReloadAsync("measuring", Token)).State.ShouldBe(PluginState.Active);
            (await host.Plugins.ReloadAsync("telemetry", Token)).State.ShouldBe(PluginState.Active);
            await host.WhenUnloadedAsync();
        }

        await collector.DisposeAsync();
        while (!_log.Lines.Any(line => line.Contains("FailedToReachCollector: " + collector.Address, StringComparison.Ordinal)))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        host.PendingUnloads.ShouldBe(0);
        _log.Lines.ShouldNotContain(line => line.Contains("still in memory"), _log.ToString());
    }

    [Theory]
    [InlineData("collector:4317", "", 60, "Endpoint")]
    [InlineData("ftp://collector", "", 60, "Endpoint")]
    [InlineData("http://collector", "key", 60, "HeadersSecret")]
    [InlineData("http://collector", "", 0, "IntervalSeconds")]
    public void Options_ThatCannotBeMeant_AreRefusedByName(string endpoint, string headers, int interval, string name) =>
        new TelemetryOptions { Endpoint = endpoint, HeadersSecret = headers, IntervalSeconds = interval }.Validate().ShouldHaveSingleItem().ShouldStartWith(name);

    private async Task<PluginHost> StartAsync(object options)
    {
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log).SetMinimumLevel(LogLevel.Debug));
        var plugins = Path.Combine(_root.FullName, "plugins");
        Measuring.CompileTo(Path.Combine(plugins, "Measuring"));
        var built = typeof(TelemetryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "TelemetryPlugin").Value!;
        Directory.CreateDirectory(Path.Combine(plugins, "Telemetry"));
        foreach (var file in Directory.GetFiles(built)) File.Copy(file, Path.Combine(plugins, "Telemetry", Path.GetFileName(file)));
        var run = Directory.CreateDirectory(Path.Combine(_root.FullName, "run")).FullName;
        var sources = new HostConfigurationSources { FilePath = Path.Combine(run, "pluginhost.json") };
        await File.WriteAllTextAsync(sources.FilePath, JsonSerializer.Serialize(new { plugins = new { telemetry = options } }), Token);
        var host = new PluginHost(new PluginHostSettings(run, [plugins], HostConfiguration.Load(sources)) { Sources = sources }, loggers, TimeProvider.System, new RecordingAuditLog());
        await host.StartAsync(Token);
        await host.WhenSettledAsync(Token);
        return host;
    }
}
