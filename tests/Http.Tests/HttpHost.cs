using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;

namespace PluginFramework.Http.Tests;

/// <summary>A real host with this plugin as it was built, in a context that can be unloaded.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("http-host-");
    private readonly ILoggerFactory _loggers;
    private readonly string _plugins;

    private HttpHost()
    {
        _plugins = Directory.CreateDirectory(Path.Combine(_root.FullName, "plugins")).FullName;
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
    }

    public RecordingLoggerProvider Log { get; } = new();

    [AllowNull]
    public PluginHost Host { get => field ?? throw new InvalidOperationException("Start it first."); private set; }

    public Uri Plain => Address("tcp://", "http");

    public Uri Secure => Address("tls://", "https");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HttpHost> StartAsync(params PluginSource[] plugins) => StartAsync("", plugins);

    /// <param name="configuration">The content of the configuration file; empty: there is none.</param>
    /// <param name="plugins">What runs besides.</param>
    public static async Task<HttpHost> StartAsync(string configuration, params PluginSource[] plugins)
    {
        var host = new HttpHost();
        host.DropHttp();
        host.Drop(PluginSamples.Users);
        foreach (var plugin in plugins) host.Drop(plugin);
        var run = Directory.CreateDirectory(Path.Combine(host._root.FullName, "run")).FullName;
        if (configuration.Length > 0) await File.WriteAllTextAsync(Path.Combine(run, "pluginhost.json"), configuration, Token);
        var sources = new HostConfigurationSources
        {
            FilePath = Path.Combine(run, "pluginhost.json"),
            Settings = ["startTimeout=30s", "drainTimeout=5s"],
            Endpoints = ["http=tcp://127.0.0.1:0", "http=tls://127.0.0.1:0"],
        };
        host.Host = new PluginHost(new PluginHostSettings(run, [host._plugins], HostConfiguration.Load(sources)) { Sources = sources }, host._loggers, TimeProvider.System, new RecordingAuditLog());
        await host.Host.StartAsync(Token);
        await host.Host.WhenSettledAsync(Token);
        return host;
    }

    /// <summary>Compiles a plugin into a folder of its own below the plugin folder, as one rename.</summary>
    public string Drop(PluginSource source)
    {
        var staging = Path.Combine(_root.FullName, Guid.NewGuid().ToString("N"));
        source.CompileTo(staging);
        return Place(staging, source.AssemblyName);
    }

    public PluginStatus Status(string id) => Host.Plugins.Find(id) ?? throw new InvalidOperationException($"No '{id}' among: {Dump()}");

    public string Dump() => string.Join("; ", Host.Plugins.List().Select(plugin => $"{plugin.Id} {plugin.State} {plugin.Reason}"));

    public async Task EventuallyAsync(Func<bool> holds, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"{what} did not come true. {Dump()}\n{Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _loggers.Dispose();
        _root.Delete(recursive: true);
    }

    private void DropHttp()
    {
        var built = typeof(HttpHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "HttpPlugin").Value!;
        var staging = Path.Combine(_root.FullName, "http");
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(staging, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Place(staging, "Http");
    }

    private string Place(string staging, string name)
    {
        var target = Path.Combine(_plugins, name);
        if (Directory.Exists(target)) Directory.Move(target, Path.Combine(_root.FullName, Guid.NewGuid().ToString("N")));
        Directory.Move(staging, target);
        return target;
    }

    private Uri Address(string scheme, string uri)
    {
        var endpoint = Host.Endpoints.List().First(endpoint => endpoint.Protocol == "http" && endpoint.Address.StartsWith(scheme, StringComparison.Ordinal));
        endpoint.Error.ShouldBeNull();
        return new($"{uri}://localhost:{endpoint.Address[(endpoint.Address.LastIndexOf(':') + 1)..]}/");
    }
}
