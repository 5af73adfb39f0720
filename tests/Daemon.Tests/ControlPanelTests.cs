using Microsoft.Playwright;
using PluginFramework.ControlPanel.Tests.Browser;
using PluginFramework.Daemon.Tests.Harness;
using static Microsoft.Playwright.Assertions;

namespace PluginFramework.Daemon.Tests;

/// <summary>The web as an administrator meets it on the first day, in a real browser and a real daemon.</summary>
public sealed class ControlPanelTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Password = "battery staple";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FirstDay_FromTheSetUpLinkOn_GoesThroughTheBrowser(bool hasScript)
    {
        var browser = chromium.Browser;
        await using var daemon = new TestDaemon();
        SamplePackage.Write(daemon.Aside("feed"), "Sample.Greeting", SamplePackage.Greeting);
        await daemon.DoAsync("start", "--endpoint", "irc=tcp://127.0.0.1:0", "--endpoint", "http=tcp://127.0.0.1:0", "--endpoint", "ssh=");
        await daemon.DoAsync("feed", "add", "local", daemon.Aside("feed"));
        var link = (await File.ReadAllTextAsync(daemon.InRunDirectory("data/control-panel/setup-link"), Token)).Trim();
        var origin = new Uri((await daemon.GetStatusAsync()).AddressOf("http", "tcp").ToString().Replace("tcp://", "http://", StringComparison.Ordinal));
        await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = hasScript, BaseURL = origin.ToString(), ViewportSize = new() { Width = 1400, Height = 900 } });
        context.SetDefaultTimeout(20_000);
        var left = new List<string>();
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority != origin.Authority) left.Add(request.Url);
        };
        var page = await context.NewPageAsync();

        // The administrator.
        await page.GotoAsync(link);
        await page.GetByLabel("Name").FillAsync("boss");
        await page.GetByLabel("Password (required)").FillAsync(Password);
        await page.GetByLabel("The same again").FillAsync(Password);
        await PressAsync(page, "Make the administrator");
        await Expect(page.Locator("main")).ToContainTextAsync("boss is the administrator");
        await page.GotoAsync(link);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make the administrator" })).ToHaveCountAsync(0);

        // A user, who logs in over IRC.
        await page.GotoAsync("/panel/p/user/act/add");
        await page.GetByLabel("User (required)").FillAsync("bob");
        await page.GetByLabel("Password").FillAsync(TestDaemon.BobsPassword);
        await PressAsync(page, "Add");
        await Expect(page.Locator(".notice")).ToContainTextAsync("bob was added.");
        await using (var bob = await daemon.ConnectAsync()) await bob.LogInAsync("bob", TestDaemon.BobsPassword);

        // A value of the configuration.
        await page.GotoAsync("/panel/p/config/irc");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("maxTargets")).ToHaveAttributeAsync("type", "number");
        await page.GetByLabel("networkName").FillAsync("Sunday");
        await page.GetByLabel("maxTargets").FillAsync("7");
        await PressAsync(page, "Save");
        await Expect(page.Locator(".notice").First).ToContainTextAsync("is written to");
        (await daemon.DoAsync("config", "get", "plugins:irc:networkName")).Trim().ShouldBe("Sunday");
        (await daemon.DoAsync("config", "get", "plugins:irc:maxTargets")).Trim().ShouldBe("7");
        await page.GotoAsync("/panel/p/config/act/change?_for=irc");
        await Expect(page.GetByLabel("networkName")).ToHaveValueAsync("Sunday");
        await page.GetByLabel("maxTargets").FillAsync("");
        await PressAsync(page, "Save");
        await Expect(page.Locator(".notice").First).ToContainTextAsync("The removal of plugins:irc:maxTargets is written to");

        // A plugin from a feed, with its plan beforehand, and back.
        await page.GotoAsync("/panel/p/plugin/act/add");
        await page.GetByLabel("Package").FillAsync("Sample.Greeting");
        await PressAsync(page, "Preview");
        await Expect(page.Locator("main")).ToContainTextAsync("It would be: Added greeting 1.0.0.");
        await PressAsync(page, "Add");
        await Expect(page.Locator("main")).ToContainTextAsync("Added greeting 1.0.0. Generation", new() { Timeout = 60_000 });
        await page.GotoAsync("/panel/p/greeting");
        await Expect(page.Locator("main")).ToContainTextAsync("Hello from a plugin.");
        await page.GotoAsync("/panel/p/plugin/act/rollback");
        await PressAsync(page, "Roll back");
        await Expect(page.Locator("main")).ToContainTextAsync("is in force", new() { Timeout = 60_000 });
        (await page.GotoAsync("/panel/p/greeting"))!.Status.ShouldBe(404);

        // The prompt: an answer, a loop that is stopped, and the same console in another browser.
        await page.GotoAsync("/panel/");
        await page.GetByRole(AriaRole.Link, new() { Name = "C# prompt" }).ClickAsync();
        await AskAsync(page, 1, "Users.Count()", "2");
        await page.GetByLabel("C# to run").FillAsync("while (true) { }");
        await PressAsync(page, "Run");
        await Expect(page.Locator("#entry-2.running")).ToBeVisibleAsync(Patiently);
        await PressAsync(page, "Stop");
        if (!hasScript) await page.ReloadAsync();
        await Expect(page.Locator("#entry-2")).ToContainTextAsync("Stopped", new() { Timeout = 20_000 });
        await using (var elsewhere = await browser.NewContextAsync(new() { JavaScriptEnabled = hasScript, BaseURL = origin.ToString(), StorageState = await context.StorageStateAsync() }))
        {
            var other = await elsewhere.NewPageAsync();
            await other.GotoAsync(page.Url);
            await Expect(other.Locator("#entry-1 .value")).ToHaveTextAsync("2");
            await AskAsync(other, 3, "6 * 7", "42");
            if (!hasScript) await page.ReloadAsync();
            await Expect(page.Locator("#entry-3 .value")).ToHaveTextAsync("42");
        }

        // An authenticator app: its code, or here a recovery code, is asked for from then on.
        await page.GotoAsync("/panel/p/account/act/begin-authenticator");
        await page.GetByLabel("Present password").FillAsync(Password);
        await PressAsync(page, "Set up an authenticator app");
        await Expect(page.Locator("main")).ToContainTextAsync("otpauth://totp/");
        var secret = await page.Locator("dd").First.InnerTextAsync();
        await page.GotoAsync("/panel/p/account/act/confirm-authenticator");
        await page.GetByLabel("Code").FillAsync(new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime));
        await PressAsync(page, "Confirm the authenticator app");
        await Expect(page.Locator("main")).ToContainTextAsync("Recovery codes");
        var recovery = (await page.Locator("main").InnerTextAsync()).Split('\n').First(line => line.Trim() is [_, _, _, _, _, '-', _, _, _, _, _]).Trim();
        await PressAsync(page, "Log out");
        await page.GotoAsync("/panel/login");
        await page.GetByLabel("Name").FillAsync("boss");
        await page.GetByLabel("Password").FillAsync(Password);
        await PressAsync(page, "Log in");
        await page.GetByLabel("Code").FillAsync(recovery);
        await page.Locator("main button.first").ClickAsync();
        await Expect(page).ToHaveTitleAsync("Overview – Control panel");
        left.ShouldBeEmpty();
        (await daemon.DoAsync("audit", "list", "--json")).ShouldContain("user.authenticator.set");
    }

    private static LocatorAssertionsToBeVisibleOptions Patiently => new() { Timeout = 20_000 };

    /// <summary>Enters C# at the prompt's page and looks at the answer, which the page without a script does not wait for longer than a moment.</summary>
    private static async Task AskAsync(IPage page, int entry, string code, string answer)
    {
        await page.GetByLabel("C# to run").FillAsync(code);
        await PressAsync(page, "Run");
        var ended = page.Locator($"#entry-{entry}.ok");
        for (var looks = 0; looks < 20 && await page.Locator("noscript").CountAsync() > 0 && !await ended.IsVisibleAsync(); looks++) await page.ReloadAsync();
        await Expect(ended).ToBeVisibleAsync(Patiently);
        await Expect(page.Locator($"#entry-{entry} .value")).ToHaveTextAsync(answer);
    }

    private static Task PressAsync(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).Last.ClickAsync();
}
