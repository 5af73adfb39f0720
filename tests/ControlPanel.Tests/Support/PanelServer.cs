using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.ControlPanel.Setup;
using PluginFramework.Core.Panels;
using PluginFramework.Identity;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Passkeys;
using PluginFramework.TestUtilities;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>The control panel in a web server of its own, with a browser that keeps cookies and follows nothing.</summary>
internal sealed class PanelServer : IAsyncDisposable
{
    public const string Password = "correct horse";

    private readonly WebApplication _application;
    private readonly HttpClient _client;
    private readonly List<NamedPanel> _panels = [];
    private ILoggerFactory? _loggers;

    private PanelServer(ControlPanelOptions options, TimeProvider? clock)
    {
        Context = clock is null ? new("control-panel", options) { LoggerFactory = Loggers } : new("control-panel", options) { LoggerFactory = Loggers, TimeProvider = clock };
        Sessions = new(Context.TimeProvider);
        Setup = new(Users, Context);
        (Passkeys, Keys) = TestIdentity.Passkeys(Users, Context);
        Users.Passkeys = new(Passkeys);
        Invitations = new(Users);
        Registration = new(Users);
        Catalog = new(() => _panels, Audit);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _application = builder.Build();
        _application.Use(ServeAsync);
        _application.UseRouting();
        new ControlPanelModule(Catalog, Users, Users, Users.Store, Sessions, Sessions, Invitations, Registration, Passkeys, Keys, Setup, Context).Map(_application.MapGroup(PanelUrls.Prefix));
#pragma warning disable ASP0014 // The middle of the pipeline is the test's own.
        _application.UseEndpoints(_ => { });
#pragma warning restore ASP0014
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
    }

    public TestUsers Users { get; } = new();

    public TestSessions Sessions { get; }

    public RecordingAuditLog Audit { get; } = new();

    public RecordingLoggerProvider Log { get; } = new();

    public TestPluginContext Context { get; }

    public SetupLink Setup { get; }

    public UserPasskeys Passkeys { get; }

    public AccountKeys Keys { get; }

    public FakeInvitations Invitations { get; }

    public FakeRegistration Registration { get; }

    public PanelCatalog Catalog { get; }

    public CookieContainer Cookies { get; } = new();

    public FakeTimeProvider Clock => Context.Clock;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    private ILoggerFactory Loggers => _loggers ??= LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));

    /// <summary>With an operator, root, and a user without roles, alice, unless it is to be set up first.</summary>
    public static async Task<PanelServer> StartAsync(bool isSetUp = true, ControlPanelOptions? options = null, TimeProvider? clock = null)
    {
        var server = new PanelServer(options ?? new(), clock);
        if (isSetUp)
        {
            await server.Users.AddAsync("root", Password, WellKnownRoles.Operator);
            await server.Users.AddAsync("alice", Password);
        }

        await server._application.StartAsync();
        server.Address = new(server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    public TestPanel AddPanel(string name = "thing", string title = "Things", string role = WellKnownRoles.Operator, string? plugin = null)
    {
        var panel = new TestPanel();
        _panels.Add(new(name, title, panel) { Role = role, Plugin = plugin, Description = $"All {title}." });
        return panel;
    }

    public void AddDemoPanels() => _panels.AddRange(DemoPanels.Of(Users, Invitations, Sessions));

    /// <summary>Has the browser use another name of this machine.</summary>
    public void ComeBy(string host) => Address = new UriBuilder(Address) { Host = host }.Uri;

    /// <summary>Begins a session without the login page.</summary>
    public async Task LogInAsync(string name = "root")
    {
        var user = await Users.FindAsync(name) ?? throw new InvalidOperationException($"There is no {name}.");
        Cookies.Add(Address, new Cookie(TestSessions.CookieName, Sessions.Begin(Principal.Of(user), "Test").Id));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(new Uri(Address, path), TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent([new("_token", TestSessions.CsrfToken), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        return await _client.PostAsync(new Uri(Address, path), content, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _client.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>The page of an address, which must be there.</summary>
    public async Task<IDocument> ReadAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await GetAsync(path);
        return await ReadAsync(response, status);
    }

    public static async Task<IDocument> ReadAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(page => page.Content(text), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _client.Dispose();
        Context.Dispose();
    }

    /// <summary>As the web server does it: a session for each request, and the token of its forms.</summary>
    private async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        http.Features.Set(Sessions.Of(http));
        if (HttpMethods.IsPost(http.Request.Method) && (!http.Request.HasFormContentType || (await http.Request.ReadFormAsync())["_token"] != TestSessions.CsrfToken))
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        else await next(http);
    }
}
