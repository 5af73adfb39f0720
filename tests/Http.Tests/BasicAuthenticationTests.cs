using System.Net;
using System.Text;
using PluginFramework.Identity;
using PluginFramework.TestUtilities;

namespace PluginFramework.Http.Tests;

[Trait("RFC", "7617")]
public sealed class BasicAuthenticationTests
{
    [Fact]
    public async Task Password_OfAUser_IsTakenOnceAMinute_AndNeedsNoToken()
    {
        await using var http = await StartAsync();

        for (var i = 0; i < 3; i++) (await SendAsync(http, "ann:secret", HttpMethod.Post, "auth/act")).ShouldBe((HttpStatusCode.OK, "acted as ann"));

        http.Authenticator.Asked.Count.ShouldBe(1, "a slow hash is not computed for each request");
        http.Context.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(http, "ann:secret", HttpMethod.Get, "auth/me");
        http.Authenticator.Asked.Count.ShouldBe(2);
        http.Sessions.OnUserChanged("ann");
        await SendAsync(http, "ann:secret", HttpMethod.Get, "auth/me");
        http.Authenticator.Asked.Count.ShouldBe(3);
        http.Sessions.List().ShouldBeEmpty("no session was begun");
    }

    [Theory]
    [InlineData("ann:wrong", 401)]
    [InlineData("nobody:secret", 401)]
    [InlineData("ann", 400)]
    [InlineData(":secret", 400)]
    [InlineData("ann\0:secret", 400)]
    public async Task WrongPassword_IsRefused(string credentials, int status)
    {
        await using var http = await StartAsync();
        using var request = Request(http, credentials, HttpMethod.Get, "auth/me");

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        ((int)response.StatusCode).ShouldBe(status);
        if (status == 401) response.Headers.WwwAuthenticate.ToString().ShouldBe("Basic realm=\"pluginhost\", charset=\"UTF-8\"");
    }

    [Theory]
    [InlineData(AuthenticationFailure.Throttled, 429)]
    [InlineData(AuthenticationFailure.Unavailable, 503)]
    [InlineData(AuthenticationFailure.AccountDisabled, 403)]
    [InlineData(AuthenticationFailure.ProtocolNotAllowed, 403)]
    public async Task Refusal_HasItsStatus_AndSaysWhenToTryAgain(AuthenticationFailure failure, int status)
    {
        await using var http = await StartAsync();
        http.Authenticator.Answer = new AuthenticationResult.Refused(failure, TimeSpan.FromSeconds(2.5));
        using var request = Request(http, "ann:secret", HttpMethod.Get, "auth/me");

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.RetryAfter!.ToString().ShouldBe("3");
    }

    [Theory]
    [Trait("RFC", "6750")]
    [InlineData("good-token", 200)]
    [InlineData("bad-token", 401)]
    [InlineData("two words", 400)]
    public async Task Token_IsAskedOfTheAuthenticator_AndNeedsNoFormToken(string token, int status)
    {
        await using var http = await StartAsync();
        http.Authenticator.Answer = token == "good-token"
            ? new AuthenticationResult.Succeeded(new("id-ann", "ann") { IsAppPassword = true }) : new AuthenticationResult.Refused(AuthenticationFailure.InvalidCredentials);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(http.Secure, "auth/act"));
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        ((int)response.StatusCode).ShouldBe(status);
        if (status != 400) http.Authenticator.Asked.ShouldHaveSingleItem().Credential.ShouldBe(new TokenCredential(token));
    }

    [Fact]
    public async Task FormOfAnotherSite_WithThePasswordTheBrowserRemembers_IsRefused()
    {
        await using var http = await StartAsync();
        using var request = Request(http, "ann:secret", HttpMethod.Post, "auth/act");
        request.Headers.Add("Origin", "https://evil.example");

        (await http.Client.SendAsync(request, HttpFixture.Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task PasswordInClear_FromAnotherMachine_IsRefusedUnseen()
    {
        await using var http = await StartAsync();
        await using var connection = new TestConnection { IsLocal = false };
        var serving = http.Connections.ServeAsync(connection.Server);

        await connection.SendAsync($"GET /auth/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {Encode("ann:secret")}\r\nConnection: close\r\n\r\n", HttpFixture.Token);

        (await connection.ReadLineAsync(HttpFixture.Token)).ShouldBe("HTTP/1.1 403 Forbidden");
        http.Authenticator.Asked.ShouldBeEmpty();
        await serving;
    }

    [Fact]
    public async Task Connection_ShowsWhoUsesIt()
    {
        await using var http = await StartAsync();
        await using var connection = new TestConnection();
        var serving = http.Connections.ServeAsync(connection.Server);

        await connection.SendAsync($"GET /auth/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {Encode("ann:secret")}\r\nConnection: close\r\n\r\n", HttpFixture.Token);
        await serving;

        connection.Principal!.UserName.ShouldBe("ann");
    }

    [Fact]
    public async Task SwitchedOff_IsNotAskedForAndNotTaken()
    {
        await using var http = await StartAsync(new() { BasicAuthentication = false });

        (await SendAsync(http, "ann:secret", HttpMethod.Get, "auth/me")).ShouldBe((HttpStatusCode.OK, "nobody"));
        http.Authenticator.Asked.ShouldBeEmpty();
    }

    private static async Task<(HttpStatusCode, string)> SendAsync(HttpFixture http, string credentials, HttpMethod method, string path)
    {
        using var request = Request(http, credentials, method, path);
        using var response = await http.Client.SendAsync(request, HttpFixture.Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(HttpFixture.Token));
    }

    private static HttpRequestMessage Request(HttpFixture http, string credentials, HttpMethod method, string path) =>
        new(method, new Uri(http.Secure, path)) { Headers = { Authorization = new("Basic", Encode(credentials)) } };

    private static string Encode(string credentials) => Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private static Task<HttpFixture> StartAsync(HttpOptions? options = null) =>
        HttpFixture.StartAsync(options, http => http.Modules.Add("auth", new LoginModule(http.Users)));
}
