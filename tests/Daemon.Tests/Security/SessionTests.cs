using System.Net;
using PluginFramework.Daemon.Tests.Harness;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Cookies that somebody else knows or has planted, and sessions that are over.</summary>
[Collection<WebDaemonGroup>]
public sealed class SessionTests(WebDaemon web)
{
    private const string Planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Theory]
    [InlineData(false, "session", "visitor")]
    [InlineData(true, "__Host-session", "__Host-visitor")]
    public async Task Cookies_OfALogin_HaveAllTheirFlags(bool tls, string session, string visitor)
    {
        using var browser = web.NewVisitor(tls);
        using var page = await browser.GetAsync("/panel/login");
        using var login = await browser.TryLogInAsync("bob", TestDaemon.BobsPassword);

        foreach (var (answer, name) in new[] { (page, visitor), (login, session) })
        {
            var parts = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal)).ToLowerInvariant().Split("; ");
            parts[0].Length.ShouldBe(name.Length + 1 + 43, "256 bits");
            parts[1..].ShouldBe(tls ? ["path=/", "httponly", "samesite=lax", "secure"] : ["path=/", "httponly", "samesite=lax"], ignoreOrder: true);
        }
    }

    [Fact]
    public async Task CookieThatWasPlanted_IsNotAdopted()
    {
        using var victim = web.NewVisitor();
        victim.Cookies.Add(web.Plain, new Cookie("session", Planted));
        using var login = await victim.TryLogInAsync("bob", TestDaemon.BobsPassword);
        using var attacker = web.NewVisitor();
        attacker.Cookies.Add(web.Plain, new Cookie("session", Planted));

        login.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        victim.Cookie("session").ShouldNotBe(Planted);
        (await attacker.IsLoggedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task WhatWasKnownBeforeTheLogin_IsWorthNothingAfterIt()
    {
        using var victim = web.NewVisitor();
        var token = await victim.GetTokenAsync();
        var visitor = victim.Cookie("visitor")!;
        using (await victim.TryLogInAsync("bob", TestDaemon.BobsPassword))
        {
        }

        var first = victim.Cookie("session")!;
        (await victim.SendAsync(WebVisitor.FormTo("/panel/theme", ("theme", "dark"), ("_token", token)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, "the token of before");
        using (await victim.TryLogInAsync("bob", TestDaemon.BobsPassword))
        {
        }

        foreach (var known in new[] { first, visitor })
        {
            using var attacker = web.NewVisitor();
            attacker.Cookies.Add(web.Plain, new Cookie("session", known));
            (await attacker.IsLoggedInAsync()).ShouldBeFalse();
        }

        (await victim.IsLoggedInAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("logout")]
    [InlineData("revoked elsewhere")]
    [InlineData("password changed elsewhere")]
    [InlineData("password set by an operator")]
    public async Task SessionThatIsEnded_IsNoMoreWhoeverHasItsCookie(string how)
    {
        var name = "s" + how.Length;
        await web.AddUserAsync(name);
        using var browser = await WebVisitor.LogInAsync(web.Plain, name, WebDaemon.Password);
        using var elsewhere = await WebVisitor.LogInAsync(web.Plain, name, WebDaemon.Password);
        using var thief = web.NewVisitor();
        thief.Cookies.Add(web.Plain, new Cookie("session", browser.Cookie("session")!));
        (await thief.IsLoggedInAsync()).ShouldBeTrue();

        _ = await (how switch
        {
            "logout" => browser.ActAsync("/panel/logout"),
            "revoked elsewhere" => elsewhere.ActAsync("/panel/account/revoke", ("session", "others")),
            "password changed elsewhere" => elsewhere.ActAsync("/panel/account/password", ("present", WebDaemon.Password), ("new", "another-password"), ("again", "another-password")),
            _ => web.Ann.ActAsync("/panel/p/user/act/passwd", ("name", name), ("password", "another-password")),
        });

        (await thief.IsLoggedInAsync()).ShouldBeFalse();
        (await browser.IsLoggedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Session_OutlastsTheControlPanel_AndNotTheDaemon()
    {
        await using var daemon = new TestDaemon();
        (await daemon.RunCommandWithInputAsync(TestDaemon.AnnsPassword + "\n", "user", "add", "ann", "--role", "operator", "--password-stdin")).Code.ShouldBe(0);
        string[] endpoints = ["--endpoint", "http=tcp://127.0.0.1:0", "--endpoint", "irc=", "--endpoint", "ssh="];
        await daemon.DoAsync(["start", .. endpoints]);
        using var before = await WebVisitor.LogInAsync(await OriginAsync(), "ann", TestDaemon.AnnsPassword);
        await daemon.DoAsync("plugin", "reload", "control-panel");
        (await before.IsLoggedInAsync()).ShouldBeTrue();
        await daemon.DoAsync("stop");
        await daemon.DoAsync(["start", .. endpoints]);

        using var after = new WebVisitor(await OriginAsync());
        after.Cookies.Add(after.Origin, new Cookie("session", before.Cookie("session")!));
        (await after.IsLoggedInAsync()).ShouldBeFalse();

        async Task<Uri> OriginAsync() => new($"http://127.0.0.1:{(await daemon.GetStatusAsync()).AddressOf("http", "tcp").Port}/");
    }
}
