using System.Net;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Addresses that would lead a visitor who trusts this server to another one.</summary>
[Collection<WebDaemonGroup>]
public sealed class RedirectTests(WebDaemon web)
{
    public static TheoryData<string> Elsewhere =>
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "https://evil.example", "https:evil.example", "http:/evil.example", "HTTPS://evil.example/panel/",
        "/%09/evil.example", "/\t/evil.example", "\t//evil.example", "/\r\n/evil.example", "/panel/\r\nSet-Cookie: session=evil", "/panel/%0d%0aSet-Cookie:%20session=evil", "//evil.example/panel/",
        "/panel//evil.example/../../..//evil.example", "/panel/..//evil.example", "/panel/%2e%2e//evil.example", "/panel/../../evil.example", "javascript:alert(1)", "data:text/html,evil", "evil.example", "",
        "/panel@evil.example", "/panel/\u0001//evil.example", "/\u2044evil.example", "http://127.0.0.1@evil.example/panel/", "/panel/?to=//evil.example", ".//evil.example", "..//evil.example",
    ];

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task WhereToGoNext_IsAPageOfThisServer(string to)
    {
        using var browser = web.NewVisitor();
        using var login = await browser.TryLogInAsync("bob", Harness.TestDaemon.BobsPassword, to);
        using var again = await browser.GetAsync($"/panel/login?to={Uri.EscapeDataString(to)}");
        using var theme = await browser.PostAsync("/panel/theme", ("theme", "system"), ("to", to));

        foreach (var answer in new[] { login, again, theme })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            ShouldStay(answer.Headers.GetValues("Location").Single());
            (answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []).ShouldNotContain(cookie => cookie.Contains("evil"));
        }

        var field = (await web.NewVisitor().ReadAsync($"/panel/login?to={Uri.EscapeDataString(to)}")).QuerySelector("main input[name=to]")!.GetAttribute("value")!;
        ShouldStay(field);
        // A user may have twenty sessions, and the one that other tests share is older than all of these.
        using var logout = await browser.PostAsync("/panel/logout");
        logout.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("//evil.example/panel")]
    [InlineData("//evil.example/panel/p/user")]
    [InlineData("/\\evil.example/panel/")]
    [InlineData("//evil.example/%2e%2e/folder")]
    [InlineData("//folder")]
    [InlineData("/folder")]
    [InlineData("/panel//evil.example")]
    [InlineData("/panel/%5cevil.example")]
    [InlineData("/prompt//evil.example")]
    [InlineData("/~bob//evil.example/..%2f")]
    [InlineData("//evil.example/~bob")]
    [InlineData("/panel/p/user?x=%0d%0aLocation:%20https://evil.example")]
    public async Task Path_WithAnotherServersName_LeadsNowhereElse(string path)
    {
        Directory.CreateDirectory(web.Daemon.InRunDirectory("data/http/www/folder"));
        await File.WriteAllTextAsync(web.Daemon.InRunDirectory("data/http/www/folder/index.html"), "a page", TestContext.Current.CancellationToken);
        var answer = await RawWeb.GetAsync(web.Plain, path);

        RawWeb.StatusesOf(answer).ShouldHaveSingleItem();
        if (RawWeb.FieldOf(answer, "Location") is not { } location) return;
        location.ShouldStartWith("/");
        location.Length.ShouldBeGreaterThan(1);
        location[1].ShouldNotBe('/');
        location[1].ShouldNotBe('\\');
    }

    /// <summary>As a browser understands it: control characters at the ends and tabs and line feeds anywhere are no part of an address, and a backslash is a slash.</summary>
    private static void ShouldStay(string address)
    {
        address.ShouldAllBe(character => character > ' ' && character <= '~' && character != '\\');
        var there = new Uri(new Uri("http://here.example/panel/login"), address);
        there.Host.ShouldBe("here.example", address);
        there.Scheme.ShouldBe("http", address);
    }
}
