using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Tests;

/// <summary>Requests whose end two servers could see in different places. The second request in each must never be answered.</summary>
public sealed class SmugglingTests
{
    private const string Smuggled = "GET /echo/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [Trait("RFC", "9112 §6.1")]
    [InlineData("length and chunks", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("two lengths", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n")]
    [InlineData("a list of lengths", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0, 44\r\n\r\n")]
    [InlineData("a negative length", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("a length in hexadecimal", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0x0\r\n\r\n")]
    [InlineData("chunks not last", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("unknown coding", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("folded field", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("blank before the colon", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nContent-Length : 0\r\n\r\n")]
    [InlineData("bare CR in a field", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nX-A: b\rContent-Length: 44\r\n\r\n")]
    [InlineData("NUL in a field", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nX-A: b\0c\r\n\r\n")]
    [InlineData("two hosts", "GET /echo/a HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n")]
    [InlineData("no host", "GET /echo/a HTTP/1.1\r\n\r\n")]
    [InlineData("another host in the target", "GET http://evil/echo/a HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("blank line missing", "GET /echo/a HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n")]
    [InlineData("wrong chunk", "POST /echo/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0x4\r\nabcd\r\n0\r\n\r\n")]
    public async Task AmbiguousRequest_IsRefused_AndWhatFollowsItIsNotServed(string what, string request)
    {
        await using var http = await HttpFixture.StartAsync();
        var served = 0;
        http.Map("echo", async context =>
        {
            if (context.Request.Path == "/smuggled") Interlocked.Increment(ref served);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("served", context.RequestAborted);
        });

        var response = await RawHttp.SendAsync(http, request + Smuggled);

        RawHttp.Statuses(response).ShouldHaveSingleItem(what).ShouldBeOneOf(400, 501);
        served.ShouldBe(0, what);
    }

    [Theory]
    [InlineData("GET /echo/a HTTP/1.1\nHost: localhost\n\n")]
    [InlineData("GET /echo/a HTTP/1.1\r\nHost: localhost\r\nX-A: b\nX-C: d\r\nConnection: close\r\n\r\n")]
    [Trait("RFC", "9112 §2.2")]
    public async Task BareLineFeed_EndsALine_AsTheRfcAllows_OrIsRefused_AndNeverBoth(string request)
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("echo", context => context.Response.WriteAsync($"X-A is {context.Request.Headers["X-A"]} and X-C is {context.Request.Headers["X-C"]}"));

        var response = await RawHttp.SendAsync(http, request + "GET /echo/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        response.ShouldNotContain("X-A is b\n");
        RawHttp.Statuses(response).ShouldAllBe(status => status == 200 || status == 400);
    }

    [Fact]
    public async Task TwoRequestsInOneGo_AreAnsweredInTheirOrder()
    {
        await using var http = await HttpFixture.StartAsync();
        http.Map("echo", context => context.Response.WriteAsync($"<{context.Request.Path}>"));

        var response = await RawHttp.SendAsync(http,
            "GET /echo/1 HTTP/1.1\r\nHost: localhost\r\n\r\nGET /echo/2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        RawHttp.Statuses(response).ShouldBe([200, 200]);
        response.IndexOf("</1>", StringComparison.Ordinal).ShouldBeInRange(1, response.IndexOf("</2>", StringComparison.Ordinal));
    }
}
