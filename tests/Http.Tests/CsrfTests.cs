using System.Net;
using System.Net.WebSockets;
using PluginFramework.Http.Sessions;
using static PluginFramework.Http.Tests.LoginModule;

namespace PluginFramework.Http.Tests;

/// <summary>What a page of another site can have a visitor's browser do: nothing.</summary>
public sealed class CsrfTests
{
    [Fact]
    public async Task Act_WithTheTokenOfTheSession_IsDone()
    {
        await using var http = await StartAsync();
        using var client = await LoggedInAsync(http);

        (await ActAsync(client, http.Plain)).ShouldBe(HttpStatusCode.OK);
        (await ActAsync(client, http.Plain, request =>
        {
            request.Headers.Add("Origin", http.Plain.GetLeftPart(UriPartial.Authority));
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
        })).ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("X-Csrf-Token", "")]
    [InlineData("X-Csrf-Token", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("X-Csrf-Token", "not base64!")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Act_WithoutTheTokenOrFromElsewhere_IsRefused(string field, string value)
    {
        await using var http = await StartAsync();
        using var client = await LoggedInAsync(http);

        var status = await ActAsync(client, http.Plain, request =>
        {
            if (field is "" or "X-Csrf-Token") request.Headers.Remove("X-Csrf-Token");
            if (field.Length > 0) request.Headers.TryAddWithoutValidation(field, value);
        });

        status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Act_WithTheTokenOfAnotherSessionOrOfBeforeTheLogin_IsRefused()
    {
        await using var http = await StartAsync();
        using var bob = http.NewClient(cookies: true);
        var before = await bob.GetStringAsync(new Uri(http.Plain, "auth/token"), HttpFixture.Token);
        await LogInAsync(bob, http.Plain, "bob");
        using var ann = await LoggedInAsync(http);
        var anns = await ann.GetStringAsync(new Uri(http.Plain, "auth/token"), HttpFixture.Token);

        foreach (var token in new[] { before, anns })
            (await ActAsync(bob, http.Plain, request => Replace(request, token))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Login_WithoutTheTokenOfItsPage_IsRefused_WhereTheBrowserHasSeenThePage()
    {
        await using var http = await StartAsync();
        using var client = http.NewClient(cookies: true);
        await client.GetStringAsync(new Uri(http.Plain, "auth/token"), HttpFixture.Token);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "ann", ["password"] = "secret" });

        (await client.PostAsync(new Uri(http.Plain, "auth/login"), form, HttpFixture.Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task FormOfAnotherSite_IsRefused_ThoughNobodyIsLoggedIn()
    {
        await using var http = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(http.Plain, "auth/login"))
        {
            Headers = { { "Origin", "https://evil.example" } },
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "bob", ["password"] = "secret" }),
        };

        (await http.Client.SendAsync(request, HttpFixture.Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task WebSocket_FromAnotherSite_IsRefused()
    {
        await using var http = await StartAsync();
        http.Map("socket", async context => await (await context.WebSockets.AcceptWebSocketAsync()).CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted));
        var uri = new UriBuilder(new Uri(http.Plain, "socket")) { Scheme = "ws" }.Uri;
        using var mine = new ClientWebSocket();
        mine.Options.SetRequestHeader("Origin", http.Plain.GetLeftPart(UriPartial.Authority));
        using var other = new ClientWebSocket();
        other.Options.SetRequestHeader("Origin", "http://evil.example");

        await mine.ConnectAsync(uri, HttpFixture.Token);
        var refusal = await Should.ThrowAsync<WebSocketException>(() => other.ConnectAsync(uri, HttpFixture.Token));

        refusal.Message.ShouldContain("403");
    }

    [Fact]
    public void Token_LooksDifferentEachTime_AndIsBoundToWhatItWasIssuedFor()
    {
        var tokens = new CsrfTokens();
        var (one, two) = (tokens.Issue("a"), tokens.Issue("a"));

        one.ShouldNotBe(two);
        tokens.IsValid(one, "a").ShouldBeTrue();
        tokens.IsValid(two, "a").ShouldBeTrue();
        tokens.IsValid(one, "b").ShouldBeFalse();
        new CsrfTokens().IsValid(one, "a").ShouldBeFalse();
        tokens.IsValid((one[0] == 'A' ? 'B' : 'A') + one[1..], "a").ShouldBeFalse();
    }

    private static void Replace(HttpRequestMessage request, string token)
    {
        request.Headers.Remove("X-Csrf-Token");
        request.Headers.Add("X-Csrf-Token", token);
    }

    private static async Task<HttpClient> LoggedInAsync(HttpFixture http)
    {
        var client = http.NewClient(cookies: true);
        (await LogInAsync(client, http.Plain)).StatusCode.ShouldBe(HttpStatusCode.OK);
        return client;
    }

    private static Task<HttpFixture> StartAsync() => HttpFixture.StartAsync(null, http => http.Modules.Add("auth", new LoginModule(http.Users)));
}
