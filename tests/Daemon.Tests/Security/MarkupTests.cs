using Microsoft.Playwright;
using PluginFramework.ControlPanel.Tests.Browser;
using PluginFramework.Daemon.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>Markup and scripts in every text that users and plugins can set: a browser shows them as the text they are.</summary>
[Collection<WebDaemonGroup>]
public sealed class MarkupTests(WebDaemon web, Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const string Hostile = "\"'></textarea></title><img src=x onerror=alert(1)>{{7*7}}";

    /// <summary>As an IRC room can be called.</summary>
    private const string HostileRoom = "#\"'><svg/onload=alert(1)>";

    /// <summary>What would be there if any of it were taken for markup, and what the browser's policy has stopped.</summary>
    private const string Harm =
        """
        () => [...window.stopped, ...[...document.querySelectorAll("script:not([src]), style, iframe, object, embed, base, img[src='x'], svg[onload], [onerror], [onload], [onclick], [href^='javascript' i], [action^='javascript' i]")]
            .map(element => element.outerHTML)]
        """;

    [Fact]
    public async Task TextOfUsersAndPlugins_IsShownAsText_OnEveryPage()
    {
        var browser = chromium.Browser;
        using var olga = await PrepareAsync();
        await using var window = await VisitAsync(browser, olga);
        var visit = window.Page;
        var done = await olga.ActAsync("/panel/p/hostile/act/do", ("name", Hostile), ("choice", Hostile));
        var found = await olga.ActAsync("/panel/p/plugin/act/search", ("text", "Hostile"));
        var details = await olga.ActAsync("/panel/p/plugin/act/details", ("package", HostilePackage.Id));

        // Taken for markup it would be found.
        Directory.CreateDirectory(web.HomeOf("bob"));
        await File.WriteAllTextAsync(Path.Combine(web.HomeOf("bob"), "markup.html"), "<img src=x>", TestContext.Current.CancellationToken);
        await visit.GotoAsync("/~bob/markup.html");
        (await visit.EvaluateAsync<string[]>(Harm)).ShouldBe(["<img src=\"x\">"]);

        string[] shown =
        [
            "/", "/panel/", "/panel/index", "/panel/account", "/panel/p/account", "/panel/p/user", "/panel/p/user/mallory", "/panel/p/user/act/set?_for=mallory", "/panel/p/plugin/hostile",
            "/panel/p/config/hostile", "/panel/p/hostile", "/panel/p/hostile/act/do", "/panel/p/hostile/act/remove", "/panel/p/hostile/x", "/panel/p/log", "/panel/p/audit", done, found, details,
            .. Echoes("/panel/p/", "/panel/p/user/", "/panel/p/user/act/", "/panel/p/user?role=", "/panel/p/log?text=", "/panel/p/user/act/add?name=", "/panel/bulk/user?_act=remove&_row=", "/panel/p/hostile?filter="),
        ];
        foreach (var path in shown)
        {
            await visit.GotoAsync(path);
            (await visit.EvaluateAsync<string>("() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map(field => field.value).join(' ') + document.body.textContent"))
                .ShouldContain("<img src=x onerror=alert(1)>", Case.Sensitive, path);
            (await visit.EvaluateAsync<string[]>(Harm)).ShouldBeEmpty(path);
        }

        var about = (await olga.ReadAsync(details)).QuerySelector("main")!.TextContent;
        foreach (var text in new[] { $"News: {Hostile}", $"Readme: {Hostile}", "javascript:alert(1)" }) about.ShouldContain(text);

        // Some more that need not show it, and whatever else does outside of the navigation, which is everywhere the same.
        var others = (await WebSite.ExploreAsync(olga)).Pages
            .Where(page => page.Document.QuerySelector("main")?.OuterHtml.Contains("onerror", StringComparison.Ordinal) == true).Select(page => page.Path).ToList();
        output.WriteLine($"{shown.Length} pages show it, and {others.Count} were found: {string.Join(' ', others)}");
        foreach (var path in others.Concat(Echoes("/panel/", "/", "/prompt/", "/panel/run/", "/panel/login?to=", "/panel/setup?token=", "/panel/welcome?token=", "/panel/register?name=", "/panel/p/user?_after=", "/panel/p/user?_done=", "/panel/p/user?_subject=", "/~")).Except(shown))
        {
            await visit.GotoAsync(path);
            (await visit.EvaluateAsync<string[]>(Harm)).ShouldBeEmpty(path);
        }

        // The list of all panels and acts that opens with a key.
        await visit.GotoAsync("/panel/p/hostile");
        await visit.Keyboard.PressAsync("/");
        await visit.GetByRole(AriaRole.Combobox, new() { Name = "Find a panel or an act" }).FillAsync("img src=x");
        await Expect(visit.Locator("#palette-list")).ToContainTextAsync("<img src=x");
        (await visit.EvaluateAsync<string[]>(Harm)).ShouldBeEmpty();
    }

    [Fact]
    public async Task TextAtThePrompt_IsShownAsText_AsItComesAndLater()
    {
        var browser = chromium.Browser;
        await web.AddUserAsync("piet", "operator");
        await using var irc = await RawClient.ConnectAsync(web.Irc);
        await irc.LogInAsync("piet", WebDaemon.Password);
        await irc.SendAsync($"JOIN {HostileRoom}\r\nTOPIC {HostileRoom} :{Hostile}");
        await irc.Lines.ReadUntilAsync("TOPIC");
        using var piet = await WebVisitor.LogInAsync(web.Plain, "piet", WebDaemon.Password);
        var console = (await piet.PostAsync("/prompt/new")).Headers.Location!.OriginalString;
        await using var window = await VisitAsync(browser, piet);
        var visit = window.Page;
        await visit.GotoAsync(console);

        string[] entries =
        [
            "\"<img src=x onerror=alert(1)>\"", "throw new Exception(\"<img src=x onerror=alert(1)>\");", "int <img src=x onerror=alert(1)>", "Console.WriteLine(\"<img src=x onerror=alert(1)>\");",
            "new[] { new { A = \"<img src=x onerror=alert(1)>\" }, new { A = \"<b>\" } }", "await Chat.ListRoomsAsync()",
        ];
        foreach (var (index, entry) in entries.Index())
        {
            using var answer = await piet.PostAsync($"{console}/run", ("code", entry));
            await Expect(visit.Locator("article.entry")).ToHaveCountAsync(index + 1);
            await Expect(visit.Locator("article.entry.running")).ToHaveCountAsync(0);
            await Expect(visit.Locator("article.entry .answer").Last).ToContainTextAsync(entry.StartsWith("int", StringComparison.Ordinal) ? "Error" : index < 5 ? "<img src=x" : "<svg/onload");
        }

        await visit.Locator("#code").FillAsync("help <b>tea</b><svg/onload>");
        await visit.Keyboard.PressAsync("Control+Enter");
        await Expect(visit.Locator("#transcript")).ToContainTextAsync("<b>tea</b><svg/onload> means nothing here");
        await visit.Locator("#code").FillAsync("var tea = \"<img src=x onerror=alert(1)>\"; te");
        await Expect(visit.Locator("#layer")).ToContainTextAsync("<img src=x");
        await visit.Keyboard.PressAsync("Control+Space");
        (await visit.EvaluateAsync<string[]>(Harm)).ShouldBeEmpty();
        await visit.ReloadAsync();
        await Expect(visit.Locator("article.entry").First).ToContainTextAsync("<img src=x onerror=alert(1)>");
        (await visit.EvaluateAsync<string[]>(Harm)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Echoes(params string[] prefixes) => prefixes.Select(prefix => prefix + Uri.EscapeDataString("<img src=x onerror=alert(1)>"));

    /// <summary>Puts it everywhere: names for people, keys, browsers, topics, plugins, configuration, log and audit.</summary>
    private async Task<WebVisitor> PrepareAsync()
    {
        await web.AddUserAsync("mallory");
        await web.AddUserAsync("olga", "operator");
        await web.Ann.ActAsync("/panel/p/user/act/set", ("name", "mallory"), ("displayName", Hostile));
        using (var guess = await web.NewVisitor().TryLogInAsync("<img src=x onerror=alert(1)>", Hostile)) ((int)guess.StatusCode).ShouldBe(403);
        HostilePackage.Write(web.Daemon.Aside("hostile"), Hostile);
        await web.Daemon.DoAsync("feed", "add", "hostile", web.Daemon.Aside("hostile"));
        await web.Daemon.DoAsync("plugin", "add", HostilePackage.Id, "--yes");
        await web.Daemon.DoAsync("config", "set", "plugins:hostile:note", Hostile);

        var olga = web.NewVisitor(userAgent: Hostile);
        using (await olga.TryLogInAsync("olga", WebDaemon.Password))
        {
        }

        string[] acts = ["add-app-password", "add-ssh-key"];
        foreach (var act in acts)
        {
            await olga.ActAsync($"/panel/p/account/act/{act}", ("present", WebDaemon.Password), ("label", "<img src=x onerror=alert(1)>"), ("line", $"ssh-ed25519 {Key()} <img src=x onerror=alert(1)>"));
            if (!await olga.IsLoggedInAsync()) (await olga.TryLogInAsync("olga", WebDaemon.Password)).Dispose();
        }

        return olga;
    }

    private static string Key() => Convert.ToBase64String([0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Range(1, 32).Select(number => (byte)number)]);

    /// <summary>A window of a browser in which somebody is logged in. Whatever it complains of fails the test.</summary>
    private async Task<WebWindow> VisitAsync(IBrowser browser, WebVisitor visitor)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = web.Plain.ToString(), UserAgent = Hostile });
        context.SetDefaultTimeout(20_000);
        await context.AddCookiesAsync([new() { Name = "session", Value = visitor.Cookie("session")!, Url = web.Plain.ToString() }]);
        await context.AddInitScriptAsync("window.stopped = []; addEventListener('securitypolicyviolation', event => stopped.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));");
        return new(context, await context.NewPageAsync(), web.Plain);
    }
}
