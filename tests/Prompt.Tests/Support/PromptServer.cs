using System.Collections.Concurrent;
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
using PluginFramework.Prompt.Web;
using PluginFramework.Scripting;
using PluginFramework.TestUtilities;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Tests.Support;

/// <summary>The prompt's pages in a web server of its own. A request is of whom its header or cookie <c>user</c> says, root by itself.</summary>
internal sealed class PromptServer : IAsyncDisposable
{
    public const string CsrfToken = "token-of-the-test";

    private readonly WebApplication _application;
    private readonly PromptWebModule _module;
    private readonly TestPluginContext _context;
    private readonly ConcurrentDictionary<HttpContext, bool> _streams = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private PromptServer(ScriptingOptions? options, IWebFrame? frame)
    {
        Daemon = new(options);
        Loggers = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        _context = new("prompt") { TimeProvider = TimeProvider.System, LoggerFactory = Loggers };
        _module = new(Daemon.Consoles, frame, _context);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(Loggers);
        _application = builder.Build();
        _application.Use(ServeAsync);
        _application.UseRouting();
        _module.Map(_application.MapGroup("prompt"));
#pragma warning disable ASP0014 // The middle of the pipeline is the test's own.
        _application.UseEndpoints(_ => { });
#pragma warning restore ASP0014
    }

    public PromptDaemon Daemon { get; }

    public RecordingLoggerProvider Log { get; } = new();

    public ILoggerFactory Loggers { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Others could read along.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The prompt is being replaced: its pages are not there.</summary>
    public bool IsAway { get; set; }

    public static async Task<PromptServer> StartAsync(ScriptingOptions? options = null, IWebFrame? frame = null)
    {
        var server = new PromptServer(options ?? new() { TimeLimit = TimeSpan.FromMinutes(1) }, frame);
        await server._application.StartAsync();
        server.Address = new(server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string user = "root") => SendAsync(new(HttpMethod.Get, new Uri(Address, path)), user);

    public Task<HttpResponseMessage> PostAsync(string path, string code = "", string user = "root", bool isScript = false, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path))
        {
            Content = new FormUrlEncodedContent([new("_token", CsrfToken), new("code", code), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]),
        };
        if (isScript) request.Headers.Accept.ParseAdd("application/json");
        return SendAsync(request, user);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string user = "root")
    {
        request.Headers.Add("user", user);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Makes a console, and gives its path.</summary>
    public async Task<string> BeginAsync(string user = "root")
    {
        using var response = await PostAsync("/prompt/new", user: user);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return response.Headers.Location!.ToString();
    }

    /// <summary>Enters something without a script, and gives the page once the entry has ended.</summary>
    public async Task<IDocument> EnterAsync(string path, string code)
    {
        (await PostAsync(path + "/run", code)).Dispose();
        while (true)
        {
            var page = await ReadAsync(path);
            if (page.QuerySelector(".entry.running") is null) return page;
        }
    }

    public async Task<IDocument> ReadAsync(string path, HttpStatusCode status = HttpStatusCode.OK, string user = "root")
    {
        using var response = await GetAsync(path, user);
        return await ReadAsync(response, status);
    }

    public static async Task<IDocument> ReadAsync(HttpResponseMessage response, HttpStatusCode status = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(status, text);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(page => page.Content(text), TestContext.Current.CancellationToken);
    }

    /// <summary>Ends all requests, as when the server replaces a module.</summary>
    public void EndStreams()
    {
        foreach (var request in _streams.Keys) request.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        await _module.DisposeAsync();
        await Daemon.DisposeAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _client.Dispose();
        _context.Dispose();
        Loggers.Dispose();
    }

    /// <summary>As the web server does it: a session for each request, and the token of its forms.</summary>
    private async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        var user = http.Request.Headers["user"].ToString() is { Length: > 0 } name ? name : http.Request.Cookies["user"] ?? "root";
        if (http.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal)) _streams[http] = true;
        http.Features.Set<IWebSessionFeature>(new TestSession(user, IsOpen));
        var isAllowed = !HttpMethods.IsPost(http.Request.Method)
            || http.Request.Headers["X-Csrf-Token"] == CsrfToken
            || (http.Request.HasFormContentType && (await http.Request.ReadFormAsync())["_token"] == CsrfToken);
        if (IsAway) http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        else if (isAllowed) await next(http);
        else http.Response.StatusCode = StatusCodes.Status403Forbidden;
    }
}
