using System.Diagnostics;
using System.Net;
using System.Text;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Requests that are too long, too slow, in two minds about their end, or for somebody else.</summary>
[Collection<WebDaemonGroup>]
public sealed class WireTests(WebDaemon web)
{
    private const string Smuggled = "GET /panel/login?smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [Trait("RFC", "9112 §6.1")]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 0\r\nContent-Length: 60\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1;\n\r\nX\r\n0\r\n\r\n")]
    [InlineData("X: a\rContent-Length: 60\r\n\r\n")]
    public async Task RequestWhoseEndIsNotClear_IsRefused_AndWhatFollowsIsNoRequest(string rest)
    {
        var answer = await RawWeb.SendAsync(web.Plain, "POST /panel/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n" + rest + Smuggled);

        RawWeb.StatusesOf(answer).ShouldHaveSingleItem().ShouldBeOneOf(400, 501);
    }

    [Theory]
    [InlineData("request line", 414)]
    [InlineData("header octets", 431)]
    [InlineData("header count", 431)]
    [InlineData("cookie", 431)]
    [InlineData("body", 413)]
    public async Task RequestThatIsTooLong_IsRefusedBeforeItIsRead(string what, int status)
    {
        var answer = await RawWeb.SendAsync(web.Plain, what switch
        {
            "request line" => $"GET /panel/{new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "header octets" => $"GET /panel/ HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 40_000)}\r\n\r\n",
            "header count" => $"GET /panel/ HTTP/1.1\r\nHost: localhost\r\n{string.Concat(Enumerable.Range(0, 120).Select(number => $"X-{number}: a\r\n"))}\r\n",
            "cookie" => $"GET /panel/ HTTP/1.1\r\nHost: localhost\r\nCookie: session={new string('a', 40_000)}\r\n\r\n",
            _ => "POST /panel/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 40000000\r\n\r\n",
        });

        RawWeb.StatusesOf(answer).ShouldBe([status]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FormThatIsTooLong_IsRefused_WhetherOrNotItsLengthIsTold(bool isChunked)
    {
        var request = WebVisitor.FormTo("/panel/login", ("_token", await web.Bob.GetTokenAsync()), ("name", "bob"), ("password", new string('x', 1_500_000)));
        request.Headers.TransferEncodingChunked = isChunked;
        using var answer = await web.Bob.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(413);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("classify")]
    [InlineData("complete")]
    public async Task EntryThatIsTooLong_IsRefused(string route)
    {
        using var answer = await web.Ann.PostAsync($"/prompt/1/{route}", ("code", new string(' ', 300_000)));

        ((int)answer.StatusCode).ShouldBe(413);
    }

    [Fact]
    public async Task ClientsThatDawdle_AreCutOff_AndHoldNobodyUp()
    {
        var clients = new List<Stream>();
        for (var number = 0; number < 60; number++)
        {
            var client = await RawWeb.ConnectAsync(web.Plain);
            var request = number % 2 == 0 ? "GET /panel/login HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
                : "POST /panel/login HTTP/1.1\r\nHost: localhost\r\nCookie: visitor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=";
            await client.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            clients.Add(client);
        }

        var clock = Stopwatch.StartNew();
        (await web.Ann.IsLoggedInAsync()).ShouldBeTrue();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        foreach (var client in clients)
        {
            await using (client) RawWeb.StatusesOf(await RawWeb.ReadToEndAsync(client)).ShouldBe([408]);
        }
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("evil.example:80", 421)]
    [InlineData("169.254.169.254", 421)]
    [InlineData("localhost@evil.example", 400)]
    [InlineData("localhost/../evil", 400)]
    [InlineData("<script>", 400)]
    [InlineData("localhost\r\nHost: evil.example", 400)]
    public async Task Host_OfSomebodyElse_IsRefused(string host, int status)
    {
        var answer = await RawWeb.GetAsync(web.Plain, "/panel/login", host, "Accept: text/html\r\n");

        RawWeb.StatusesOf(answer).ShouldBe([status]);
        answer.ShouldNotContain("_token");
        answer.ShouldNotContain("Set-Cookie");
        answer.ShouldNotContain("<script>");
    }

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("localhost", 200)]
    public async Task Host_OfSomebodyElse_IsRefusedInTheSecondVersionOfHttp(string host, int status)
    {
        using var browser = web.NewVisitor(tls: true);
        var request = new HttpRequestMessage(HttpMethod.Get, "/panel/login") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Headers = { Host = $"{host}:{web.Secure.Port}" } };
        using var answer = await browser.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(status);
        answer.Version.ShouldBe(HttpVersion.Version20);
    }

    [Theory]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("X-Host: evil.example")]
    [InlineData("Forwarded: host=evil.example;proto=https;for=192.0.2.1")]
    [InlineData("X-Forwarded-For: 192.0.2.1")]
    [InlineData("X-Forwarded-Proto: https")]
    [InlineData("X-Original-URL: /panel/p/user")]
    [InlineData("X-Rewrite-URL: /panel/p/user")]
    [InlineData("X-Forwarded-Prefix: //evil.example")]
    [InlineData("X-HTTP-Method-Override: POST")]
    public async Task Fields_ThatOnlyAProxyMaySet_ChangeNothing(string field)
    {
        var (plain, changed) = (await RawWeb.GetAsync(web.Plain, "/panel/p/user"), await RawWeb.GetAsync(web.Plain, "/panel/p/user", more: field + "\r\n"));

        changed.ShouldNotContain("evil");
        RawWeb.StatusesOf(changed).ShouldBe(RawWeb.StatusesOf(plain));
        RawWeb.FieldOf(changed, "Location").ShouldBe(RawWeb.FieldOf(plain, "Location"));
        RawWeb.FieldOf(changed, "Set-Cookie").ShouldBe(RawWeb.FieldOf(plain, "Set-Cookie"));
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PROPFIND")]
    public async Task Methods_ThatNothingHas_AreRefused(string method)
    {
        var target = method == "CONNECT" ? "localhost:80" : "/panel/login";
        var answer = await RawWeb.SendAsync(web.Plain, $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nX-Secret: echo\r\nConnection: close\r\n\r\n");

        RawWeb.StatusesOf(answer).ShouldHaveSingleItem().ShouldBeOneOf([400, 404, 405, 501], method);
        answer.ShouldNotContain("echo");
    }
}
