using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Tests;

public sealed class ProxyTests
{
    [Fact]
    public async Task Request_UnderARule_IsPassedOn_WithWhereItCameFromAndWithoutOurCookies()
    {
        await using var behind = await BehindAsync();
        await using var http = await HttpFixture.StartAsync(new()
        {
            Proxies = { ["/app"] = new() { Destination = new Uri(behind.Plain, "echo").ToString() }, ["/strip"] = new() { Destination = new Uri(behind.Plain, "echo").ToString(), StripPath = true } },
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "app/x%20y?q=1")
        {
            Headers = { { "X-Forwarded-For", "6.6.6.6" }, { "X-Forwarded-User", "ann" }, { "Cookie", "session=s; theirs=t; visitor=v" } },
        };

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);
        var seen = await response.Content.ReadAsStringAsync(HttpFixture.Token);

        seen.ShouldContain("GET /echo/app/x%20y?q=1\n");
        seen.ShouldContain("X-Forwarded-For: 127.0.0.1\n");
        seen.ShouldContain($"X-Forwarded-Host: localhost:{http.Plain.Port}\n");
        seen.ShouldContain("X-Forwarded-Proto: http\n");
        seen.ShouldContain("Cookie: theirs=t\n");
        seen.ShouldNotContain("X-Forwarded-User");
        (await http.Client.GetStringAsync(new Uri(http.Plain, "strip/a"), HttpFixture.Token)).ShouldContain("GET /echo/a\n");
        (await http.Client.GetAsync(new Uri(http.Plain, "apple"), HttpFixture.Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("bob:secret", 403)]
    [InlineData("ann:secret", 200)]
    public async Task Rule_WithARole_LetsThoseThroughWhoHaveIt_AndKeepsTheirPassword(string credentials, int status)
    {
        await using var behind = await BehindAsync();
        await using var http = await HttpFixture.StartAsync(new() { Proxies = { ["/app"] = new() { Destination = new Uri(behind.Plain, "echo").ToString(), Role = "operator" } } });
        using var request = new HttpRequestMessage(HttpMethod.Get, "app/x");
        if (credentials.Length > 0) request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        ((int)response.StatusCode).ShouldBe(status);
        if (status != 200) return;
        var seen = await response.Content.ReadAsStringAsync(HttpFixture.Token);
        seen.ShouldContain("X-Forwarded-User: ann\n");
        seen.ShouldNotContain("Authorization");
    }

    [Fact]
    public async Task Password_ForTheServerBehind_IsPassedOn_WhereTheRuleIsForEverybody()
    {
        await using var behind = await BehindAsync();
        await using var http = await HttpFixture.StartAsync(new() { Proxies = { ["/app"] = new() { Destination = new Uri(behind.Plain, "echo").ToString() } } });
        using var request = new HttpRequestMessage(HttpMethod.Get, "app/x");
        request.Headers.TryAddWithoutValidation("Authorization", "Digest theirs");
        using var basic = new HttpRequestMessage(HttpMethod.Get, "app/x") { Headers = { Authorization = new("Basic", Convert.ToBase64String("their:own"u8)) } };

        (await (await http.Client.SendAsync(request, HttpFixture.Token)).Content.ReadAsStringAsync(HttpFixture.Token)).ShouldContain("Authorization: Digest theirs\n");
        using var response = await http.Client.SendAsync(basic, HttpFixture.Token);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "the server behind refuses it");
        http.Authenticator.Asked.ShouldBeEmpty();
        behind.Authenticator.Asked.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ServerBehind_ThatDoesNotAnswer_IsSaid()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var http = await HttpFixture.StartAsync(new() { Proxies = { ["/app"] = new() { Destination = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}" } } });

        using var response = await http.Client.GetAsync(new Uri(http.Plain, "app"), HttpFixture.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync(HttpFixture.Token)).ShouldContain("cannot be reached");
    }

    private static async Task<HttpFixture> BehindAsync()
    {
        var behind = await HttpFixture.StartAsync();
        behind.Map("echo", context => context.Response.WriteAsync(
            $"{context.Request.Method} {context.Request.PathBase.ToUriComponent()}{context.Request.Path.ToUriComponent()}{context.Request.QueryString}\n"
            + string.Concat(context.Request.Headers.Select(header => $"{header.Key}: {header.Value}\n"))));
        return behind;
    }
}
