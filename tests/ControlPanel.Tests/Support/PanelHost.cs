using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Reflection;
using AngleSharp;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Startup;
using PluginFramework.TestUtilities;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>A real host with the plugins as they were built: the control panel, and what it cannot be without.</summary>
internal sealed class PanelHost : IAsyncDisposable
{
    private static readonly string[] Plugins = ["Http", "Identity", "Identity.Sqlite", "ControlPanel"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("panel-host-");
    private readonly ILoggerFactory _loggers;

    private PanelHost() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));

    public RecordingLoggerProvider Log { get; } = new();

    public RecordingAuditLog Audit { get; } = new();

    [AllowNull]
    public PluginHost Host { get => field ?? throw new InvalidOperationException("Start it first."); private set; }

    /// <summary>Where the web server is.</summary>
    public Uri Address => new($"http://localhost:{Host.Endpoints.List().Single(endpoint => endpoint.Protocol == "http").Address.Split(':')[^1]}/");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="others">More plugins: a folder's name, and what compiles into it.</param>
    public static async Task<PanelHost> StartAsync(params (string Folder, PluginSource Source)[] others)
    {
        var host = new PanelHost();
        var (plugins, run) = (Path.Combine(host._root.FullName, "plugins"), Directory.CreateDirectory(Path.Combine(host._root.FullName, "run")).FullName);
        Copy(plugins);
        foreach (var (folder, source) in others) source.CompileTo(Path.Combine(plugins, folder));
        var sources = new HostConfigurationSources { FilePath = Path.Combine(run, "pluginhost.json"), Settings = ["startTimeout=30s", "drainTimeout=5s"], Endpoints = ["http=tcp://127.0.0.1:0"] };
        host.Host = new(new PluginHostSettings(run, [plugins], HostConfiguration.Load(sources)) { Sources = sources }, host._loggers, TimeProvider.System, host.Audit);
        await host.Host.StartAsync(Token);
        await host.Host.WhenSettledAsync(Token);
        return host;
    }

    /// <summary>The set-up link that is in the file now.</summary>
    public async Task<string> ReadLinkAsync()
    {
        var file = Path.Combine(_root.FullName, "run", "data", "control-panel", "setup-link");
        await EventuallyAsync(() => Task.FromResult(File.Exists(file) && new FileInfo(file).Length > 0), "the set-up link");
        return (await File.ReadAllTextAsync(file, Token)).Trim();
    }

    public async Task EventuallyAsync(Func<Task<bool>> holds, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"{what} did not come.\n{Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }

    /// <summary>A browser that keeps cookies and follows nothing.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Sends a form with the token of a page that is there.</summary>
    public static async Task<string> PostAsync(HttpClient client, string page, string path, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        var shown = await client.GetStringAsync(new Uri(page, UriKind.RelativeOrAbsolute), Token);
        var document = await BrowsingContext.New(AngleSharp.Configuration.Default).OpenAsync(response => response.Content(shown), Token);
        var token = document.QuerySelector("input[name=_token]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("_token", token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(status, text);
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _loggers.Dispose();
        _root.Delete(recursive: true);
    }

    private static void Copy(string target)
    {
        var built = typeof(PanelHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Plugins").Value!;
        foreach (var file in Plugins.SelectMany(plugin => Directory.GetFiles(Path.Combine(built, plugin), "*", SearchOption.AllDirectories)))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
