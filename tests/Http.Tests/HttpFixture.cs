using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Network;
using PluginFramework.Http.Authentication;
using PluginFramework.Http.Connections;
using PluginFramework.Http.Hosting;
using PluginFramework.Http.Logging;
using PluginFramework.Http.Metrics;
using PluginFramework.Http.Modules;
using PluginFramework.Http.Proxy;
using PluginFramework.Http.Serving;
using PluginFramework.Http.Sessions;
using PluginFramework.TestUtilities;
using PluginFramework.Web;

namespace PluginFramework.Http.Tests;

/// <summary>The web server behind the host's own listeners, on ports of the system's choice. Users ann (operator) and bob, whose passwords are <c>secret</c>.</summary>
public sealed class HttpFixture : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly EndpointManager _endpoints;
    private readonly HandlerLease _lease;
    private readonly List<IDisposable> _clients = [];
    private HttpService? _service;
    private ModuleTable? _table;
    private ReverseProxy? _proxy;
    private MetricCollector? _metrics;
    private AccessLog? _access;
    private RequestPipeline? _pipeline;
    private readonly HttpMeter _meter = new();

    public HttpFixture(HttpOptions? options = null)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        Options = options ?? new();
        Context = new TestPluginContext("http", Options) { LoggerFactory = _loggers };
        Users.Add("ann", "secret", "operator");
        Users.Add("bob");
        Authenticator = new(Users);
        RunDirectory = Directory.CreateTempSubdirectory("http-").FullName;
        var network = new NetworkOptions();
        var dispatcher = new ConnectionDispatcher(network, TimeProvider.System);
        var certificates = new CertificateSource(network, RunDirectory, TimeProvider.System, _loggers);
        _endpoints = new(dispatcher, certificates, network, RunDirectory, new BuiltInTransports(_loggers).Find, TimeProvider.System, _loggers);
        _lease = new("http", new HttpServer(Connections), TimeProvider.System) { ApplicationProtocols = ["h2", "http/1.1"] };
        dispatcher.Attach("http", _lease);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public HttpOptions Options { get; }

    public TestPluginContext Context { get; }

    public RecordingLoggerProvider Log { get; } = new();

    public RecordingAuditLog Audit { get; } = new();

    public FakeUserManager Users { get; } = new();

    public FakeAuthenticator Authenticator { get; }

    public string RunDirectory { get; }

    public WebSessions Sessions { get => field ?? throw new InvalidOperationException("Start it first."); private set; }

    public FakePluginManager Plugins { get; } = new();

    public HandedOverConnections Connections { get; } = new();

    public Uri Plain { get; private set; } = new("http://unset/");

    public Uri Secure { get; private set; } = new("https://unset/");

    /// <summary>A client that keeps no cookies and follows no redirects.</summary>
    public HttpClient Client { get => field ??= NewClient(); private set; }

    /// <summary>The look of others' pages; none unless a test brings one.</summary>
    internal LiveExportsFake<IWebFrame> Frames { get; } = new();

    internal LiveModules Modules { get; } = new();

    public static async Task<HttpFixture> StartAsync(HttpOptions? options = null, Action<HttpFixture>? prepare = null)
    {
        var fixture = new HttpFixture(options);
        prepare?.Invoke(fixture);
        await fixture.StartAsync();
        return fixture;
    }

    /// <summary>A client with settings of its own.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "The server's certificate is of its own making.")]
    public HttpClient NewClient(bool cookies = false, bool redirects = false)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            UseCookies = cookies,
            AllowAutoRedirect = redirects,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        })
        { BaseAddress = Plain };
        _clients.Add(client);
        return client;
    }

    /// <summary>Adds a module that answers GET at its root and everything below with what the handler does.</summary>
    public void Map(string prefix, RequestDelegate handler) => Modules.Add(prefix, new Module(routes => routes.Map("{**path}", handler)));

    /// <summary>Connects without a client's help.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, Plain.Port, Token);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public Task<DrainResult> DrainAsync(TimeSpan deadline) => _lease.DrainAsync(deadline);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _lease.DrainAsync(TimeSpan.Zero);
        if (_service is { } service)
        {
            await service.StopAsync(CancellationToken.None);
            await service.DisposeAsync();
        }

        _pipeline?.Dispose();
        if (_access is { } access) await access.DisposeAsync();
        _metrics?.Dispose();
        _meter.Dispose();
        _proxy?.Dispose();
        _table?.Dispose();
        await _endpoints.DisposeAsync();
        Context.Dispose();
        _loggers.Dispose();
        Directory.Delete(RunDirectory, recursive: true);
    }

    private async Task StartAsync()
    {
        _table = new ModuleTable(Modules, Context);
        var (logins, tokens) = (new BasicLogins(Context), new CsrfTokens());
        Sessions = new WebSessions(Users, logins, Context);
        var authenticator = new RequestAuthenticator(Authenticator, logins, Sessions, tokens, Context);
        _proxy = new ReverseProxy(authenticator, Context);
        _metrics = new MetricCollector(Context);
        _access = new AccessLog(Context);
        var router = new RequestRouter(_table, _proxy, new HealthPages(Plugins, Context), _metrics, authenticator, tokens, Audit, Context);
        _pipeline = new RequestPipeline(new HostTable(Context), authenticator, router, new FramedAnswers(Frames, _table, Context), _access, _meter, Context);
        _service = new HttpService(Connections, _pipeline, Context);
        await _service.StartAsync(Token);
        var bound = await _endpoints.ApplyAsync(
            [new("http", EndpointAddress.Parse("tcp://127.0.0.1:0")), new("http", EndpointAddress.Parse("tls://127.0.0.1:0"))], Token);
        foreach (var status in bound)
        {
            status.Error.ShouldBeNull();
            var address = EndpointAddress.Parse(status.Address);
            if (address.IsTls) Secure = new($"https://localhost:{address.Port}/");
            else Plain = new($"http://localhost:{address.Port}/");
        }
    }
}
