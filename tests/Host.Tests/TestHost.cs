using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Host.Tests;

/// <summary>A real host over a plugin folder and a run directory of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("host-");
    private readonly ImmutableArray<string> _settings;
    private readonly ILoggerFactory _loggers;

    public TestHost(params string[] settings)
    {
        _settings = ["startTimeout=5s", "drainTimeout=2s", .. settings];
        Plugins = Directory.CreateDirectory(Path.Combine(_root.FullName, "plugins")).FullName;
        RunDirectory = Directory.CreateDirectory(Path.Combine(_root.FullName, "run")).FullName;
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
    }

    public string Plugins { get; }

    public string RunDirectory { get; }

    public string Scratch => Directory.CreateDirectory(Path.Combine(_root.FullName, "scratch", Guid.NewGuid().ToString("N"))).FullName;

    public RecordingLoggerProvider Log { get; } = new();

    public PluginHost Host { get => field ?? throw new InvalidOperationException("Start it first."); private set; }

    /// <param name="settle">Wait for plugins that take longer, as any may on a busy machine.</param>
    /// <param name="change">What is to be otherwise.</param>
    public async Task<TestHost> StartAsync(bool settle = true, Func<PluginHostSettings, PluginHostSettings>? change = null)
    {
        var sources = new HostConfigurationSources { FilePath = Path.Combine(RunDirectory, "pluginhost.json"), Settings = _settings };
        var settings = new PluginHostSettings(RunDirectory, [Plugins], HostConfiguration.Load(sources)) { Sources = sources };
        Host = new PluginHost(change?.Invoke(settings) ?? settings, _loggers, TimeProvider.System, new RecordingAuditLog());
        await Host.StartAsync(TestContext.Current.CancellationToken);
        if (settle) await Host.WhenSettledAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Ends this host and starts another one in the same directories.</summary>
    public async Task RestartAsync(bool settle = true, Func<PluginHostSettings, PluginHostSettings>? change = null)
    {
        await Host.DisposeAsync();
        await StartAsync(settle, change);
    }

    /// <summary>Compiles a plugin into a folder of its own below the plugin folder, as one rename.</summary>
    public string Drop(PluginSource source, params ReadOnlySpan<string> otherFiles)
    {
        var staging = Scratch;
        source.CompileTo(staging);
        foreach (var file in otherFiles) File.Copy(file, Path.Combine(staging, Path.GetFileName(file)));
        var target = Path.Combine(Plugins, source.AssemblyName);
        if (Directory.Exists(target)) Directory.Move(target, Scratch + "/old");
        Directory.Move(staging, target);
        return target;
    }

    public PluginStatus Status(string id) => Host.Plugins.Find(id) ?? throw new InvalidOperationException($"No '{id}' among: {Dump()}");

    public string Dump() => string.Join("; ", Host.Plugins.List().Select(plugin => $"{plugin.Id} {plugin.State} {plugin.Reason}"));

    /// <summary>Waits until something holds, looking again after each change of state; fails with what there is after 30 s.</summary>
    public async Task EventuallyAsync(Func<bool> holds, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"{what} did not come true. {Dump()}\n{Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public Task UntilAsync(string id, PluginState state) => EventuallyAsync(() => Host.Plugins.Find(id)?.State == state, $"'{id}' is {state}");

    /// <summary>The address a protocol is bound to.</summary>
    public IPEndPoint Address(string protocol)
    {
        var endpoint = Host.Endpoints.List().First(endpoint => endpoint.Protocol == protocol);
        endpoint.Error.ShouldBeNull();
        return IPEndPoint.Parse(endpoint.Address["tcp://".Length..]);
    }

    /// <summary>Connects, reads to the end, and returns the text.</summary>
    public static async Task<string> AskAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address, cancellationToken);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _loggers.Dispose();
        _root.Delete(recursive: true);
    }
}
