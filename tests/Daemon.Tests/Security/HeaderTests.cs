namespace PluginFramework.Daemon.Tests.Security;

/// <summary>What every answer forbids the browser, and that no page would need it.</summary>
[Collection<WebDaemonGroup>]
public sealed class HeaderTests(WebDaemon web)
{
    private static readonly string[] Others =
    [
        "/panel/login", "/panel/nothing", "/panel/p/nothing", "/panel/p/user/nobody", "/panel/p/user?role=%00", "/panel/run/nothing", "/panel/setup?token=x", "/panel/register", "/panel/welcome", "/panel/welcome?token=x", "/panel/assets/nothing", "/nothing", "/",
        "/prompt/999", "/prompt/nothing", "/prompt/1/events?after=x", "/prompt/1/history", "/health", "/metrics", "/~nobody/",
    ];

    [Fact]
    public async Task EveryAnswer_ForbidsScriptsOfOthers_FramesAndGuessing()
    {
        var paths = (await web.GetSiteAsync()).Pages.Select(page => page.Path).Concat(Others).Distinct().Where(path => !path.Contains("/events", StringComparison.Ordinal)).ToList();
        foreach (var visitor in new[] { web.Ann, web.NewVisitor() })
        {
            foreach (var path in paths)
            {
                using var answer = await visitor.GetAsync(path);
                CheckPolicy(Field("Content-Security-Policy"), path);
                Field("X-Frame-Options").ShouldBe("DENY", path);
                Field("X-Content-Type-Options").ShouldBe("nosniff", path);
                Field("Referrer-Policy").ShouldBe("same-origin", path);
                Field("Cross-Origin-Opener-Policy").ShouldBe("same-origin", path);
                answer.Headers.Contains("Server").ShouldBeFalse(path);
                if (answer.IsSuccessStatusCode && path.StartsWith("/p", StringComparison.Ordinal)) answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);

                string Field(string name) => answer.Headers.TryGetValues(name, out var values) ? values.ShouldHaveSingleItem(path) : throw new ShouldAssertException($"{path} has no {name}.");
            }
        }
    }

    [Fact]
    public async Task RefusedForms_AreProtectedAsPagesAre()
    {
        using var forged = await web.Ann.SendAsync(WebVisitor.FormTo("/panel/theme", ("theme", "dark")));
        using var tooLong = await web.Ann.PostAsync("/panel/theme", ("theme", new string('x', 2_000_000)));

        foreach (var answer in new[] { forged, tooLong })
        {
            ((int)answer.StatusCode).ShouldBeOneOf(403, 413);
            CheckPolicy(answer.Headers.GetValues("Content-Security-Policy").Single(), answer.StatusCode.ToString());
            answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        }
    }

    [Fact]
    public async Task Pages_HaveNoScriptsOrStylesInThemselves_AndNothingFromElsewhere()
    {
        foreach (var page in (await web.GetSiteAsync()).Pages)
        {
            page.Document.QuerySelectorAll("script:not([src]), style, [style], iframe, object, embed, base, link[rel=import]").Select(element => element.OuterHtml).ShouldBeEmpty(page.Path);
            foreach (var attribute in page.Document.All.SelectMany(element => element.Attributes))
            {
                attribute.Name.StartsWith("on", StringComparison.Ordinal).ShouldBeFalse($"{page.Path}: {attribute.Name}");
                if (attribute.Name is "src" or "href" or "action" or "formaction" or "poster" or "srcset" && attribute.OwnerElement is not { LocalName: "a" })
                    (attribute.Value.StartsWith('/') && !attribute.Value.StartsWith("//", StringComparison.Ordinal)).ShouldBeTrue($"{page.Path}: {attribute.Name}={attribute.Value}");
            }
        }
    }

    [Fact]
    public async Task FolderOfAUser_RunsInAnOriginOfItsOwn_AndInNoFrame()
    {
        Directory.CreateDirectory(web.HomeOf("bob"));
        await File.WriteAllTextAsync(Path.Combine(web.HomeOf("bob"), "script.html"), "<script>document.title = document.cookie</script>", TestContext.Current.CancellationToken);
        using var answer = await web.Ann.GetAsync("/~bob/script.html");

        answer.EnsureSuccessStatusCode();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("sandbox ");
        policy.ShouldNotContain("allow-same-origin");
        policy.ShouldNotContain("allow-top-navigation");
        policy.ShouldContain("frame-ancestors 'none'");
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
    }

    private static void CheckPolicy(string policy, string path)
    {
        var directives = policy.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(' ')).ToDictionary(part => part[0], part => part[1..]);
        directives["default-src"].ShouldHaveSingleItem().ShouldBeOneOf("'none'", "'self'");
        directives["frame-ancestors"].ShouldBe(["'none'"], path);
        directives["form-action"].ShouldBe(["'self'"], path);
        directives["base-uri"].ShouldHaveSingleItem().ShouldBeOneOf("'none'", "'self'");
        foreach (var (name, sources) in directives)
        {
            foreach (var source in sources)
            {
                if (name == "img-src" && source == "data:") continue;
                source.ShouldBeOneOf(["'none'", "'self'"], $"{path}: {name} {source}");
            }
        }
    }
}
