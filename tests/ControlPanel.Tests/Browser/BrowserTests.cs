using Microsoft.Playwright;
using PluginFramework.ControlPanel.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PluginFramework.ControlPanel.Tests.Browser;

public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly string[] Pages =
    [
        "/panel/", "/panel/index", "/panel/account", "/panel/p/plugin", "/panel/p/plugin?as=graph", "/panel/p/plugin/mailer", "/panel/p/user", "/panel/p/user/alice", "/panel/p/user/act/add",
        "/panel/p/user/act/set?_for=alice", "/panel/p/user/act/remove?_for=alice", "/panel/bulk/user?_act=remove&_row=alice&_row=root", "/panel/p/log", "/panel/p/config", "/panel/p/config/irc",
        "/panel/p/config/act/set?_for=plugins:irc:serverName", "/panel/p/job", "/panel/p/job/act/start", "/panel/p/session", "/panel/p/health", "/panel/nothing", "/panel/setup/done",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Login_WithNameAndPassword_ShowsTheOverview(bool hasScript)
    {
        await using var visit = await Visit.BeginAsync(chromium, hasScript);
        await visit.GoAsync("/panel/p/user");
        await visit.Page.GetByLabel("Name").FillAsync("root");
        await visit.Page.GetByLabel("Password").FillAsync("wrong");
        await visit.PressAsync("Log in");
        await Expect(visit.Page.Locator(".problem")).ToContainTextAsync("not right");
        await visit.Page.GetByLabel("Password").FillAsync(PanelServer.Password);
        await visit.PressAsync("Log in");

        await Expect(visit.Page).ToHaveTitleAsync("Users – Control panel");
        await visit.PressAsync("Log out");
        await Expect(visit.Page).ToHaveTitleAsync("Log in – Control panel");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Setup_WithTheLink_MakesTheAdministrator(bool hasScript)
    {
        await using var visit = await Visit.BeginAsync(chromium, hasScript, isSetUp: false);
        await visit.GoAsync("/panel/");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("setup-link");
        await visit.GoAsync($"/panel/setup?token={visit.Server.Setup.Renew()}");
        await visit.Page.GetByLabel("Name").FillAsync("boss");
        await visit.Page.GetByLabel("Password (required)").FillAsync("battery staple");
        await visit.Page.GetByLabel("The same again").FillAsync("battery staple");
        await visit.PressAsync("Make the administrator");

        await Expect(visit.Page.Locator("main")).ToContainTextAsync("boss is the administrator");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("memory");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("tcp://127.0.0.1:8080");
        await visit.Page.Locator("main a.first").ClickAsync();
        await Expect(visit.Page).ToHaveTitleAsync("Overview – Control panel");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task User_AddedChangedAndRemoved_IsToldSoEachTime(bool hasScript)
    {
        await using var visit = await Visit.BeginAsync(chromium, hasScript);
        await visit.LogInAsync();
        await visit.GoAsync("/panel/p/user");
        await visit.FollowAsync("Add");
        await visit.Page.GetByLabel("User (required)").FillAsync("carol");
        await visit.Page.GetByLabel("Password").FillAsync("battery staple");
        await visit.Page.GetByLabel("Roles").FillAsync("staff");
        await visit.PressAsync("Preview");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("carol would be added.");
        await visit.Page.GetByLabel("Password").FillAsync("battery staple");
        await visit.PressAsync("Add");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("carol was added.");

        await visit.GoAsync("/panel/p/user/carol");
        await visit.FollowAsync("Change");
        await Expect(visit.Page.GetByLabel("Roles")).ToHaveValueAsync("staff");
        await visit.Page.GetByLabel("Display name").FillAsync("Carol C.");
        await visit.PressAsync("Change");
        await Expect(visit.Page.Locator(".fields")).ToContainTextAsync("Carol C.");

        visit.Server.Clock.Advance(TimeSpan.FromHours(1));
        await visit.GoAsync("/panel/p/user");
        await visit.Page.Locator("tbody tr", new() { HasText = "carol" }).Locator("summary").ClickAsync();
        await visit.FollowAsync("Remove carol");
        if (hasScript) await Expect(visit.Page.Locator("dialog[open]")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".question")).ToHaveTextAsync("Remove the user?");
        await visit.Page.GetByLabel("Your password").FillAsync(PanelServer.Password);
        await visit.PressAsync("Remove");
        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("carol was removed");
        await Expect(visit.Page.Locator("tbody")).Not.ToContainTextAsync("carol");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Users_ChosenTogether_AreChangedTogether(bool hasScript)
    {
        await using var visit = await Visit.BeginAsync(chromium, hasScript);
        await visit.Server.Users.AddAsync("dave", PanelServer.Password);
        await visit.LogInAsync();
        await visit.GoAsync("/panel/p/user");
        await visit.Page.GetByLabel("Choose alice").CheckAsync();
        await visit.Page.GetByLabel("Choose dave").CheckAsync();
        await visit.Page.GetByLabel("With the chosen:").SelectOptionAsync("remove");
        await visit.PressAsync("Go on");
        await visit.PressAsync("Remove 2");

        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("Done, 2 times.");
        (await visit.Server.Users.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }

    [Fact]
    public async Task Palette_OpenedWithASlash_GoesToAnAct()
    {
        await using var visit = await Visit.BeginAsync(chromium);
        await visit.LogInAsync();
        await visit.GoAsync("/panel/");
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.GetByRole(AriaRole.Combobox).FillAsync("user pass");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Page).ToHaveTitleAsync("Set password – Control panel");
    }

    [Fact]
    public async Task Table_WhoseHeadingIsPressed_IsSorted()
    {
        await using var visit = await Visit.BeginAsync(chromium, width: 1600);
        await visit.LogInAsync();
        await visit.GoAsync("/panel/p/session");
        await visit.PressAsync("Age");
        (await visit.Page.Locator("tbody th").AllInnerTextsAsync()).ShouldBe(["http-3", "irc-17"]);
        await visit.PressAsync("Age");
        (await visit.Page.Locator("tbody th").AllInnerTextsAsync()).ShouldBe(["irc-17", "http-3"]);
    }

    [Fact]
    public async Task View_ThatIsLookedAt_FollowsWhatHappens()
    {
        await using var visit = await Visit.BeginAsync(chromium, options: new() { RefreshInterval = TimeSpan.FromSeconds(1) });
        await visit.LogInAsync();
        await visit.GoAsync("/panel/p/user");
        await visit.Server.Users.AddAsync("newcomer", PanelServer.Password);

        await Expect(visit.Page.Locator("tbody")).ToContainTextAsync("newcomer");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Act_ThatTakesLong_IsFollowedToItsEnd(bool hasScript)
    {
        await using var visit = await Visit.BeginAsync(chromium, hasScript, clock: TimeProvider.System);
        var panel = visit.Server.AddPanel("slow", "Slow");
        var end = new TaskCompletionSource();
        panel.Acts = [new("run", "Run")];
        panel.Done = async call =>
        {
            call.Progress!.Report(new("Halfway there", 0.5));
            await end.Task;
            return new("All of it is done.") { View = new PluginFramework.Panels.View.Text("That was it.") };
        };
        await visit.LogInAsync();
        await visit.GoAsync("/panel/p/slow/act/run");
        await visit.PressAsync("Run");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Halfway there");
        end.SetResult();

        await Expect(visit.Page.Locator("main")).ToContainTextAsync("All of it is done.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_InBothColours_HaveNothingThatAxeFinds(bool isDark)
    {
        await using var visit = await Visit.BeginAsync(chromium, isDark: isDark);
        var axe = chromium.Axe;
        await CheckAsync(visit, axe, "/panel/login");
        await visit.LogInAsync();
        foreach (var path in Pages) await CheckAsync(visit, axe, path);
    }

    [Theory]
    [InlineData(320)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(1280)]
    public async Task Pages_OnNarrowScreens_NeedNoScrollingSideways(int width)
    {
        await using var visit = await Visit.BeginAsync(chromium, width: width);
        await visit.LogInAsync();
        foreach (var path in Pages)
        {
            await visit.GoAsync(path);
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, path);
        }
    }

    private static async Task CheckAsync(Visit visit, string axe, string path)
    {
        await visit.GoAsync(path);
        var found = await visit.FindWithAxeAsync(axe);
        found.ShouldBeEmpty($"{path}\n{string.Join("\n\n", found)}");
    }
}
