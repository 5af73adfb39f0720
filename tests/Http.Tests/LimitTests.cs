using System.Net;
using System.Text;

namespace PluginFramework.Http.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task HeaderThatComesTooSlowly_IsGivenUp()
    {
        await using var http = await HttpFixture.StartAsync(new() { HeaderTimeout = TimeSpan.FromSeconds(1) });
        await using var stream = await http.ConnectAsync();
        await stream.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray(), HttpFixture.Token);

        var response = await RawHttp.ReadToEndAsync(stream);

        RawHttp.Statuses(response).ShouldBe([408]);
    }

    [Fact]
    public async Task ConnectionWithoutARequest_IsClosed()
    {
        await using var http = await HttpFixture.StartAsync(new() { KeepAliveTimeout = TimeSpan.FromSeconds(1) });
        await using var stream = await http.ConnectAsync();

        (await RawHttp.ReadToEndAsync(stream)).ShouldBe("");
    }

    [Fact]
    public async Task BodyThatComesTooSlowly_IsGivenUp()
    {
        await using var http = await HttpFixture.StartAsync(new() { MinDataRate = 10_000, MinDataRateGrace = TimeSpan.FromSeconds(2) });
        http.Map("echo", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await using var stream = await http.ConnectAsync();
        await stream.WriteAsync("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nsome"u8.ToArray(), HttpFixture.Token);

        RawHttp.Statuses(await RawHttp.ReadToEndAsync(stream)).ShouldBe([408]);
    }

    [Theory]
    [InlineData("request line", 414)]
    [InlineData("header octets", 431)]
    [InlineData("headers", 431)]
    [InlineData("body", 413)]
    public async Task RequestThatIsTooBig_IsRefusedWithItsStatus(string what, int status)
    {
        await using var http = await HttpFixture.StartAsync(new() { MaxRequestLineOctets = 256, MaxHeaderOctets = 2048, MaxHeaders = 20, MaxBodyOctets = 10 });
        http.Map("echo", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        var request = what switch
        {
            "request line" => $"GET /{new string('a', 300)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "header octets" => $"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: {new string('a', 3000)}\r\n\r\n",
            "headers" => $"GET / HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 30).Select(i => $"X-{i}: a\r\n"))}\r\n",
            _ => "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello world",
        };

        RawHttp.Statuses(await RawHttp.SendAsync(http, request)).ShouldBe([status], what);
    }

    [Fact]
    public async Task ChunkedBodyThatIsTooBig_IsRefused()
    {
        await using var http = await HttpFixture.StartAsync(new() { MaxBodyOctets = 10 });
        http.Map("echo", async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(http.Plain, "echo")) { Content = new StreamContent(new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 100)))) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await http.Client.SendAsync(request, HttpFixture.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(1, "MaxHeaders is 1; it must lie in 10 to 1000.")]
    [InlineData(2, "SessionIdleTime is 00:00:01; it must lie in 00:01:00 to 7.00:00:00.")]
    [InlineData(3, "AllowedHosts has 'http://a'; it must be host names without ports, such as www.example.org, *.example.org or *.")]
    [InlineData(4, "Proxies: Destination of /a is 'ftp://x'; it must be the URL of a server: http://127.0.0.1:3000.")]
    [InlineData(5, "Proxies has 'wiki'; it must be paths with or without a host before them: /wiki, git.example.org/.")]
    [InlineData(6, "UserFolders is 'home'; it must be an absolute path with {user} in it: /home/{user}/public_html.")]
    [InlineData(7, "Hosts: RedirectTo of a.example is 'example.org'; it must be a URL without a path, such as https://www.example.org.")]
    public void Options_OutOfRange_SayWhatWouldBeRight(int which, string problem)
    {
        var options = new HttpOptions();
        switch (which)
        {
            case 1: options.MaxHeaders = 1; break;
            case 2: options.SessionIdleTime = TimeSpan.FromSeconds(1); break;
            case 3: options.AllowedHosts = ["http://a"]; break;
            case 4: options.Proxies["/a"] = new() { Destination = "ftp://x" }; break;
            case 5: options.Proxies["wiki"] = new() { Destination = "http://127.0.0.1:1" }; break;
            case 6: options.UserFolders = "home"; break;
            default: options.Hosts["a.example"] = new() { RedirectTo = "example.org" }; break;
        }

        options.Validate().ShouldBe([problem]);
    }

    [Fact]
    public void Options_ByDefault_AreValid() => new HttpOptions().Validate().ShouldBeEmpty();
}
