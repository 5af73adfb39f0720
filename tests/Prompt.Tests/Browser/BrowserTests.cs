using System.Diagnostics;
using Microsoft.Playwright;
using PluginFramework.ControlPanel.Tests.Browser;
using PluginFramework.Prompt.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace PluginFramework.Prompt.Tests.Browser;

public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private PromptServer _server = null!;
    private string _path = "";

    public async ValueTask InitializeAsync()
    {
        _server = await PromptServer.StartAsync();
        _path = await _server.BeginAsync();
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Enter_RunsWhatIsComplete_AndBeginsALineOtherwise()
    {
        await using var visit = await BeginAsync();
        await Expect(visit.Editor).ToBeFocusedAsync();
        await visit.Editor.PressSequentiallyAsync("1+1");
        await visit.Editor.PressAsync("Enter");
        await Expect(visit.Entry(1).Locator(".value")).ToHaveTextAsync("2");
        await Expect(visit.Editor).ToHaveValueAsync("");

        await visit.Editor.FillAsync("if (true) {");
        await visit.Editor.PressAsync("Enter");
        await Expect(visit.Editor).ToHaveValueAsync("if (true) {\n    ");
        await visit.Editor.PressSequentiallyAsync("Console.Write(7); }");
        await visit.Editor.PressAsync("Escape");
        await visit.Editor.PressAsync("Enter");
        await Expect(visit.Entry(2).Locator(".out")).ToHaveTextAsync("7");
    }

    [Fact]
    public async Task Words_AreColouredAsTheyAreTyped_InPlaceOfTheText()
    {
        await using var visit = await BeginAsync();
        await visit.Editor.FillAsync("var name = \"x\"; // it");
        await Expect(visit.Page.Locator("#layer .c-keyword")).ToHaveTextAsync("var");
        await Expect(visit.Page.Locator("#layer .c-comment")).ToHaveTextAsync("// it");
        var (text, layer) = (await visit.Editor.BoundingBoxAsync(), await visit.Page.Locator(".layer").BoundingBoxAsync());
        (text!.X, text.Y, text.Width, text.Height).ShouldBe((layer!.X, layer.Y, layer.Width, layer.Height));
    }

    [Fact]
    public async Task Dot_Proposes_WithDocumentation_AndTabTakesIt()
    {
        await using var visit = await BeginAsync();
        await visit.Editor.PressSequentiallyAsync("Users.");
        await Expect(visit.Proposals.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await visit.Editor.PressSequentiallyAsync("Fi");
        await Expect(visit.Proposals.Locator("[aria-selected=true]")).ToContainTextAsync("Find");
        await Expect(visit.Page.Locator(".about")).ToContainTextAsync("The user of that name, or null.");
        await Expect(visit.Editor).ToHaveAttributeAsync("aria-activedescendant", "proposal-0");
        await visit.ShootAsync("proposals");
        await visit.Editor.PressAsync("ArrowDown");
        await Expect(visit.Editor).ToHaveAttributeAsync("aria-activedescendant", "proposal-1");
        await visit.Editor.PressAsync("ArrowUp");
        await visit.Editor.PressAsync("Tab");
        await Expect(visit.Editor).ToHaveValueAsync("Users.Find");
        await Expect(visit.Proposals).ToBeHiddenAsync();
        await visit.Editor.PressAsync("Control+Space");
        await visit.Editor.PressAsync("Escape");
        await Expect(visit.Proposals).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Tree_Unfolds()
    {
        await using var visit = await BeginAsync();
        await visit.EnterAsync("new { Name = \"a\", Inner = new { Deep = new { Deeper = 1 } } }");
        var inner = visit.Entry(1).Locator("details details").First;
        var deep = visit.Entry(1).Locator("details details dt").First;
        await Expect(deep).ToBeHiddenAsync();
        await inner.Locator("summary").First.ClickAsync();
        await Expect(deep).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Stop_EndsALoopWithinASecond_AndOutputComesBefore()
    {
        await using var visit = await BeginAsync();
        await visit.EnterAsync("Console.WriteLine(\"begun\"); while (true) { }");
        await Expect(visit.Entry(1).Locator(".out")).ToContainTextAsync("begun");
        await Expect(visit.Entry(1)).ToHaveClassAsync("entry running");
        var clock = Stopwatch.StartNew();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(visit.Entry(1).Locator(".state")).ToContainTextAsync("Stopped");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1.5), "a second, and the browser's own time");
        await Expect(visit.Page.Locator("#stop")).ToBeDisabledAsync();

        await visit.EnterAsync("while (true) { }");
        await Expect(visit.Entry(2)).ToHaveClassAsync("entry running");
        await visit.Editor.PressAsync("Control+c");
        await Expect(visit.Entry(2).Locator(".state")).ToContainTextAsync("Stopped");
    }

    [Fact]
    public async Task AnotherBrowser_SeesItAllAsItComes_AndMayStopIt()
    {
        await using var mine = await BeginAsync();
        await using var hers = await Visit.BeginAsync(chromium, _server, _path, "ann");
        await Expect(mine.Page.Locator("#attendees")).ToContainTextAsync("ann (http)");
        await mine.EnterAsync("var x = 5; Console.Write(\"for all\"); while (true) { }");
        await Expect(hers.Entry(1).Locator(".out")).ToHaveTextAsync("for all");
        await hers.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(mine.Entry(1).Locator(".state")).ToContainTextAsync("Stopped");
        await hers.EnterAsync("2 + 3");
        await Expect(mine.Entry(2).Locator(".value")).ToHaveTextAsync("5");
        await Expect(mine.Entry(2).Locator(".by")).ToContainTextAsync("ann");
    }

    [Fact]
    public async Task History_IsRecalledAndSearched()
    {
        await using var visit = await BeginAsync();
        await visit.EnterAsync("\"alpha\"");
        await Expect(visit.Entry(1)).ToHaveClassAsync("entry ok");
        await visit.EnterAsync("\"beta\"");
        await Expect(visit.Entry(2)).ToHaveClassAsync("entry ok");
        await visit.Editor.PressSequentiallyAsync("draft");
        await visit.Editor.PressAsync("Escape");
        await visit.Editor.PressAsync("ArrowUp");
        await Expect(visit.Editor).ToHaveValueAsync("\"beta\"");
        await visit.Editor.PressAsync("ArrowUp");
        await Expect(visit.Editor).ToHaveValueAsync("\"alpha\"");
        await visit.Editor.PressAsync("ArrowDown");
        await visit.Editor.PressAsync("ArrowDown");
        await Expect(visit.Editor).ToHaveValueAsync("draft");
        await visit.Editor.PressAsync("Control+r");
        await visit.Page.GetByRole(AriaRole.Combobox).PressSequentiallyAsync("alp");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Editor).ToHaveValueAsync("\"alpha\"");
        await Expect(visit.Editor).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Mistakes_AreMarked_AndHelpIsShown()
    {
        await using var visit = await BeginAsync();
        await visit.EnterAsync("nope + 1");
        await Expect(visit.Entry(1).Locator("mark")).ToHaveTextAsync("nope");
        await visit.EnterAsync("help Users.Add");
        await Expect(visit.Page.Locator(".help")).ToContainTextAsync("Adds a user.");
        await visit.EnterAsync("throw new InvalidOperationException(\"<b>no</b>\");");
        await Expect(visit.Entry(2).Locator(".state")).ToContainTextAsync("<b>no</b>");
    }

    [Fact]
    public async Task Page_WhoseServerWasReplaced_GoesOnByItself()
    {
        await using var visit = await BeginAsync();
        visit.IgnoresFailures = true;
        await visit.EnterAsync("1");
        await Expect(visit.Entry(1)).ToHaveClassAsync("entry ok");
        _server.IsAway = true;
        _server.EndStreams();
        await Expect(visit.Page.Locator("#problem")).ToContainTextAsync("does not answer");
        (await _server.Daemon.Consoles.Join(PromptDaemon.Ann, new("test", "c") { IsLocal = true }, 1)!.EvaluateAsync("2")).ShouldBeOfType<PromptResult.Completed>();
        _server.IsAway = false;
        await Expect(visit.Entry(2).Locator(".value")).ToHaveTextAsync("2", new() { Timeout = 20_000 });
        await Expect(visit.Page.Locator("#problem")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task WithoutScript_EntriesRunAndAreStopped()
    {
        await using var visit = await BeginAsync(hasScript: false);
        await visit.Editor.FillAsync("1 + 1");
        await PressAsync(visit, "Run");
        await Expect(visit.Entry(1).Locator(".value")).ToHaveTextAsync("2");
        await visit.Editor.FillAsync("while (true) { }");
        await PressAsync(visit, "Run");
        await Expect(visit.Entry(2)).ToHaveClassAsync("entry running");
        await visit.ShootAsync("without-script");
        await PressAsync(visit, "Stop");
        await visit.Page.ReloadAsync();
        await Expect(visit.Entry(2)).ToContainTextAsync("Stopped");
        await PressAsync(visit, "New console");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Console 2" })).ToHaveAttributeAsync("aria-current", "page");
        await PressAsync(visit, "Close");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Console 1" })).ToHaveAttributeAsync("aria-current", "page");
    }

    [Theory]
    [InlineData(320, 640, false)]
    [InlineData(1200, 900, false)]
    [InlineData(1200, 900, true)]
    public async Task Page_FitsItsWindow(int width, int height, bool isDark)
    {
        await using var visit = await Visit.BeginAsync(chromium, _server, _path, width: width, height: height, isDark: isDark);
        string[] entries =
        [
            "record Person(string Name, int Age, string[] Roles);\nvar people = new[] { new Person(\"Ada\", 36, [\"operator\"]), new Person(\"Grace\", 85, []) };\npeople",
            "foreach (var person in people) Console.WriteLine($\"{person.Name} is {person.Age}\");", "Me", "people.Select(person => person.Nam).ToList() // a mistake",
        ];
        foreach (var (index, entry) in entries.Index())
        {
            await visit.EnterAsync(entry);
            await Expect(visit.Entry(index + 1).Locator(".took")).ToBeVisibleAsync();
        }

        await visit.Editor.FillAsync("people.Where(person => person.Age > 40)\n    .Select(person => person.Name)");
        await Expect(visit.Page.Locator("#layer .c-method").First).ToBeVisibleAsync();
        await visit.ShootAsync($"{width}-{(isDark ? "dark" : "light")}");
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }

    [Theory]
    [InlineData(1200, false)]
    [InlineData(1200, true)]
    [InlineData(320, false)]
    public async Task Page_WithEverythingOnIt_HasNothingThatAxeFinds(int width, bool isDark)
    {
        var axe = chromium.Axe;
        await using var visit = await Visit.BeginAsync(chromium, _server, _path, width: width, isDark: isDark);
        string[] entries = ["Me", "new[] { new { A = 1, B = \"x\" }, new { A = 2, B = \"y\" } }", "nope + 1", "throw new Exception(\"a\");", "/* c */ Console.WriteLine('c');"];
        foreach (var (index, entry) in entries.Index())
        {
            await visit.EnterAsync(entry);
            await Expect(visit.Entry(index + 1).Locator(".took")).ToBeVisibleAsync();
        }

        await visit.EnterAsync("help Users.Add");
        await Expect(visit.Page.Locator(".help")).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync(axe);
        await ExamineAsync(visit, "the page");
        await visit.Editor.PressSequentiallyAsync("Users.");
        await Expect(visit.Proposals).ToBeVisibleAsync();
        await ExamineAsync(visit, "proposals");
        await visit.ShootAsync($"proposals-{width}-{(isDark ? "dark" : "light")}");
        await visit.Editor.PressAsync("Escape");
        await visit.Editor.PressAsync("Control+r");
        await Expect(visit.Page.GetByRole(AriaRole.Combobox)).ToBeVisibleAsync();
        await ExamineAsync(visit, "the search");
    }

    private static async Task ExamineAsync(Visit visit, string what) => (await visit.Page.EvaluateAsync<string>(
        "async () => (await axe.run()).violations.map(found => `${found.id}: ${found.nodes.map(node => node.html.slice(0, 200)).join(' | ')}`).join('\\n')")).ShouldBeEmpty(what);

    private static async Task PressAsync(Visit visit, string name) => await visit.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    private Task<Visit> BeginAsync(bool hasScript = true) => Visit.BeginAsync(chromium, _server, _path, hasScript: hasScript);
}
