using System.Collections.Immutable;
using System.Text;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

/// <summary>The shell at a terminal.</summary>
public sealed class TerminalTests : IAsyncDisposable
{
    private readonly ShellDaemon _daemon = new();
    private readonly FakeTerminal _terminal = new();
    private readonly FakeSession _session;
    private Task<int> _running = Task.FromResult(-1);

    public TerminalTests() => _session = new FakeSession(_terminal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _session.EndInput();
        await _running.WaitAsync(TimeSpan.FromSeconds(20), Token);
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Session_GreetsRunsAndEndsWithTheLastStatus()
    {
        await StartAsync();
        await _session.TypeAsync("thing show lamp\r");
        await _session.ScreenAsync(screen => screen.Contains("Colour  red", StringComparison.Ordinal) && screen.EndsWith("root>", StringComparison.Ordinal), "the lamp");
        await _session.TypeAsync("thing show nix\r");
        await _session.ScreenAsync("There is no thing 'nix'.");
        await _session.TypeAsync("\u0004");
        (await EndAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Tab_CompletesCommandsVerbsOptionsAndSubjects()
    {
        await StartAsync();
        await _session.TypeAsync("thi\t");
        await _session.ScreenAsync("root> thing");
        await _session.TypeAsync("sh\t");
        await _session.ScreenAsync("root> thing show");
        await _session.TypeAsync("la\t");
        await _session.ScreenAsync("root> thing show lamp");
        await _session.TypeAsync("--js\t\r");
        await _session.ScreenAsync("\"lamp\"");
        await _session.TypeAsync("thing add chair \t");
        await _session.ScreenAsync(screen => screen.Contains("  red", StringComparison.Ordinal) && screen.Contains("  blue", StringComparison.Ordinal), "the colours");
        await _session.TypeAsync("\u0003");
    }

    [Fact]
    public async Task Form_AsksFieldByField_AndAgainForWhatIsWrong_AndNeverShowsASecret()
    {
        await StartAsync();
        await _session.TypeAsync("thing add\r");
        await _session.ScreenAsync("Adds a thing. Ctrl-C leaves, and nothing is changed.\nWhat it is called.\nName:");
        await _session.TypeAsync("chair\r");
        await _session.ScreenAsync("Colour:");
        await _session.TypeAsync("pink\r");
        await _session.ScreenAsync("Password:");
        await _session.TypeAsync("hunter2\r");
        await _session.ScreenAsync("Again:");
        await _session.TypeAsync("hunter2\r");
        await _session.ScreenAsync("Labels:");
        await _session.TypeAsync("a, b\r");
        await _session.ScreenAsync("Display name:");
        await _session.TypeAsync("\r");
        await _session.ScreenAsync("New:");
        await _session.TypeAsync("yes\r");
        await _session.ScreenAsync("Colour must be one of red, green, blue");
        await _session.TypeAsync("blue\r");
        await _session.ScreenAsync("Added chair.");
        var call = _daemon.Panel.Calls.ShouldHaveSingleItem();
        call.Arguments.GetText("password").ShouldBe("hunter2");
        call.Arguments.FindTexts("labels")!.Value.ShouldBe(["a", "b"]);
        call.Arguments.FindFlag("isNew").ShouldBe(true);
        call.Arguments.Has("displayName").ShouldBeFalse();
        _session.OutputText.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Form_IsLeftWithCtrlC_AndPasswordsThatDifferChangeNothing()
    {
        await StartAsync();
        await _session.TypeAsync("thing add\r");
        await _session.ScreenAsync("Name:");
        await _session.TypeAsync("\u0003");
        await _session.ScreenAsync("Stopped.");
        await _session.TypeAsync("thing add chair blue\r");
        await _session.ScreenAsync("Password:");
        await _session.TypeAsync("one1\r");
        await _session.ScreenAsync("Again:");
        await _session.TypeAsync("two2\r");
        await _session.ScreenAsync("The two differ; nothing is changed.");
        _daemon.Panel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task TakingAct_SaysWhatItWouldDo_AndAsks()
    {
        await StartAsync();
        await _session.TypeAsync("thing break lamp\r");
        await _session.ScreenAsync("lamp would be broken.");
        await _session.ScreenAsync("Break it? [y/N]");
        await _session.TypeAsync("\r");
        await _session.ScreenAsync("Nothing is changed.");
        _daemon.Panel.Calls.ShouldAllBe(call => call.IsDryRun);
        await _session.TypeAsync("thing break lamp\r");
        await _session.WhenAsync(_ => _daemon.Panel.Calls.Count == 2, "the second plan");
        await _session.TypeAsync("y\r");
        await _session.ScreenAsync("Broke lamp.");
        await _session.TypeAsync("thing break table --yes\r");
        await _session.ScreenAsync("Broke table.");
    }

    [Fact]
    public async Task CtrlC_StopsWhatRuns_AndTheShellGoesOn()
    {
        await StartAsync();
        await _session.TypeAsync("thing wait\r");
        await _daemon.Panel.Waiting.Task;
        await _session.TypeAsync("\u0003");
        await _session.ScreenAsync("Stopped.");
        await _session.TypeAsync("exit\r");
        (await EndAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Watch_ShowsAgainAndAgain_UntilAKey()
    {
        await StartAsync();
        await _session.TypeAsync("watch -n 0.2 thing\r");
        await _session.ScreenAsync("any key ends");
        await _session.ScreenAsync("table  green");
        await _daemon.RunAsync("thing add chair blue");
        await _session.ScreenAsync("chair  blue");
        await _session.TypeAsync("q");
        await _session.ScreenAsync(screen => screen.EndsWith("root>", StringComparison.Ordinal), "the prompt");
    }

    [Fact]
    public async Task Watch_FitsAnotherSizeAtOnce()
    {
        await StartAsync();
        await _session.TypeAsync("watch -n 3000 thing\r");
        await _session.ScreenAsync("table  green");
        var before = _session.OutputText.Length;
        _terminal.Resize(40, 20);
        await _session.WhenAsync(output => output[before..].Contains("table  green", StringComparison.Ordinal), "the table once more");
        await _session.TypeAsync("q");
        await _session.WhenAsync(output => output.EndsWith("root> ", StringComparison.Ordinal) || output.Contains("\e[?25h", StringComparison.Ordinal), "the prompt");
    }

    [Fact]
    public async Task Resize_KeepsTheLine()
    {
        await StartAsync();
        await _session.TypeAsync("thing show " + new string('x', 60));
        await _session.ScreenAsync("xx");
        _terminal.Resize(30, 20);
        await _session.TypeAsync("yz");
        await _session.WhenAsync(output => output.Contains("yz", StringComparison.Ordinal), "what was typed");
        await _session.TypeAsync("\u0003");
    }

    [Fact]
    public async Task CommandOfAPlugin_GetsTheKeys_AndLeavesTheRestToTheShell()
    {
        var greet = new GreetCommand();
        _daemon.Commands.Add(greet);
        await StartAsync();
        await _session.TypeAsync("greet typed\r");
        await greet.Waiting.Task;
        await _session.TypeAsync("zthing show lamp\r");
        await _session.ScreenAsync("typed z");
        await _session.ScreenAsync("Colour  red");
        await _session.TypeAsync("greet forever\r");
        await _session.ScreenAsync("greet forever");
        await _session.TypeAsync("\u0003");
        await _session.ScreenAsync("Stopped.");
    }

    [Fact]
    public async Task Colours_AreThereWhereTheTerminalHasThem()
    {
        var session = new FakeSession(_terminal) { Environment = ImmutableDictionary<string, string>.Empty, Command = "thing" };
        (await _daemon.Service.RunAsync(session, Token)).ShouldBe(0);
        (await session.WhenAsync("table")).ShouldContain("\e[32mtable  green\e[m\r\n");
        session = new FakeSession(_terminal) { Command = "thing" };
        (await _daemon.Service.RunAsync(session, Token)).ShouldBe(0);
        (await session.WhenAsync("table")).ShouldContain("\r\ntable  green\r\n");
    }

    [Fact]
    public async Task Colours_GoOnWhereARowIsBroken()
    {
        await _daemon.RunAsync("thing add 'chair with long name' blue");
        _terminal.Resize(20, 20);
        var session = new FakeSession(_terminal) { Environment = ImmutableDictionary<string, string>.Empty, Command = "thing show 'chair with long name'" };
        (await _daemon.Service.RunAsync(session, Token)).ShouldBe(0);
        (await session.WhenAsync("blue")).ShouldBe("Name    chair with\r\n        long name\r\nColour  blue\r\n");
        session = new FakeSession(_terminal) { Environment = ImmutableDictionary<string, string>.Empty, Command = "thing log" };
        (await _daemon.Service.RunAsync(session, Token)).ShouldBe(0);
        (await session.WhenAsync("end")).ShouldContain("\e[31m    log went on to\e[m\r\n");
    }

    [Theory]
    [InlineData("dumb", "UTF-8")]
    [InlineData("xterm", "ISO-8859-1")]
    public async Task PoorTerminal_GetsPlainLines(string type, string charset)
    {
        var session = new FakeSession(new FakeTerminal(type))
        {
            Environment = ImmutableDictionary<string, string>.Empty.Add("LC_ALL", "de_DE." + charset), Encoding = charset == "UTF-8" ? Encoding.UTF8 : Encoding.Latin1,
        };
        _running = _daemon.Service.RunAsync(session, Token);
        await session.WhenAsync("root> ");
        await session.TypeAsync("thing whyy\b lämp日\u0015thing why lämp\r");
        await session.WhenAsync("why lämp\r\nroot> ");
        await session.TypeAsync("thin\tadd chair \t");
        await session.WhenAsync("root> thing add chair \r\nred  green  blue\r\nroot> thing add chair ");
        await session.TypeAsync("bl\t\u0003");
        await session.WhenAsync("root> thing add chair blue ^C\r\n");
        session.OutputText.ShouldNotContain("\e");
        await session.TypeAsync("\u0004");
        (await _running.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBe(0);
    }

    [Fact]
    public async Task ClientThatGoes_EndsTheSession()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _running = _daemon.Service.RunAsync(_session, gone.Token);
        await _session.WhenAsync("root> ");
        await gone.CancelAsync();
        (await EndAsync()).ShouldBe(130);
        var other = new FakeSession(_terminal);
        _running = _daemon.Service.RunAsync(other, Token);
        await other.WhenAsync("root> ");
        other.Signal("HUP");
        (await EndAsync()).ShouldBe(130);
    }

    [Fact]
    public async Task ShellThatIsReplaced_SaysSo_AndGivesTheTerminalBack()
    {
        await StartAsync();
        await _session.TypeAsync("watch thing\r");
        await _session.ScreenAsync("table  green");
        _daemon.Context.Stop();
        (await EndAsync()).ShouldBe(130);
        (await _session.WhenAsync("log in again.\r\n")).ShouldEndWith("\e[?2004l\e[?25h\r\nThe shell is being replaced or stopped; log in again.\r\n");
    }

    private async Task StartAsync()
    {
        _running = _daemon.Service.RunAsync(_session, Token);
        await _session.ScreenAsync("root>");
    }

    private Task<int> EndAsync() => _running.WaitAsync(TimeSpan.FromSeconds(20), Token);
}
