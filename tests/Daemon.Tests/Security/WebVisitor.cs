using System.Net;
using System.Net.Security;
using AngleSharp;
using AngleSharp.Dom;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>A browser that keeps cookies and follows nothing, so that a test sees each answer as it comes.</summary>
internal sealed class WebVisitor : IDisposable
{
    private readonly HttpClient _client;

    public WebVisitor(Uri origin, string userAgent = "Tests")
    {
        Origin = origin;
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, CookieContainer = Cookies,
#pragma warning disable CA5359 // The certificate is one that the daemon made itself a moment ago.
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
        })
        { Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Uri Origin { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The value of a cookie; <see langword="null"/> where there is none.</summary>
    public string? Cookie(string name) => Cookies.GetCookies(Origin)[name]?.Value;

    public static async Task<WebVisitor> LogInAsync(Uri origin, string name, string password)
    {
        var visitor = new WebVisitor(origin);
        using var answer = await visitor.TryLogInAsync(name, password);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, $"{name} logs in");
        return visitor;
    }

    /// <summary>Fills in the login page.</summary>
    public Task<HttpResponseMessage> TryLogInAsync(string name, string password, string to = "") =>
        PostAsync("/panel/login", ("name", name), ("password", password), ("to", to));

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form with the token that this browser's pages have.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, params IEnumerable<(string Name, string Value)> fields) =>
        await SendAsync(FormTo(path, [("_token", await GetTokenAsync()), .. fields]));

    /// <summary>Sends the form of an act and waits for the act's end, which may be later than the answer.</summary>
    /// <returns>Where what came of it is shown.</returns>
    public async Task<string> ActAsync(string path, params IEnumerable<(string Name, string Value)> fields)
    {
        using var answer = await PostAsync(path, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, path);
        var shown = answer.Headers.Location!.OriginalString;
        if (shown.StartsWith("/panel/run/", StringComparison.Ordinal))
            await Eventually.HoldsAsync($"{path} ends", async () => (await ReadAsync(shown)).QuerySelector("main ol.steps") is null, () => shown);
        return shown;
    }

    /// <summary>A form as a request that can be changed before it is sent.</summary>
    public static HttpRequestMessage FormTo(string path, params IEnumerable<(string Name, string Value)> fields) =>
        new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            request.RequestUri = new(Origin, request.RequestUri!.OriginalString);
            return await _client.SendAsync(request, Token);
        }
    }

    /// <summary>The page of an address, whatever its status.</summary>
    public async Task<IDocument> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        return await ReadAsync(answer);
    }

    public async Task<IDocument> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Token);
        var address = answer.RequestMessage?.RequestUri ?? Origin;
        return await BrowsingContext.New(Configuration.Default).OpenAsync(page => page.Content(text).Address(address).Status(answer.StatusCode), Token);
    }

    /// <summary>What forms of this browser send back: of its session, or of the visitor it is.</summary>
    public async Task<string> GetTokenAsync()
    {
        var page = await ReadAsync("/panel/account");
        if (page.QuerySelector("input[name=_token]") is null) page = await ReadAsync("/panel/login");
        return page.QuerySelector("input[name=_token]")!.GetAttribute("value")!;
    }

    /// <summary>Whether somebody is logged in here.</summary>
    public async Task<bool> IsLoggedInAsync()
    {
        using var answer = await GetAsync("/panel/account");
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.SeeOther);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose() => _client.Dispose();
}
