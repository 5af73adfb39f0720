using System.Text.Json;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

/// <summary>Commands without a terminal: <c>ssh host command</c> and scripts.</summary>
public sealed class CommandTests : IAsyncDisposable
{
    private readonly ShellDaemon _daemon = new();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("thing", 0, "NAME   COLOUR\nlamp   red\ntable  green\n", "")]
    [InlineData("things list --colour green", 0, "NAME   COLOUR\ntable  green\n", "")]
    [InlineData("thing list --colour=red", 0, "NAME  COLOUR\nlamp  red\n", "")]
    [InlineData("thing show lamp", 0, "Name    lamp\nColour  red\n", "")]
    [InlineData("thing why lamp", 0, "why lamp\n", "")]
    [InlineData("thing show nix", 1, "", "There is no thing 'nix'.\n")]
    [InlineData("thing show", 64, "", "thing show: SUBJECT is missing. Try: help thing show\n")]
    [InlineData("thing show a b", 64, "", "thing show: 'b' is one too many. Try: help thing show\n")]
    [InlineData("thing lsit", 64, "", "thing has no 'lsit'; did you mean 'list'? Try: help thing\n")]
    [InlineData("thnig", 64, "", "There is no command 'thnig'; did you mean 'thing'? Try: help\n")]
    [InlineData("thing list --color red", 64, "", "thing list: there is no option --color; did you mean '--colour'? Try: help thing list\n")]
    [InlineData("thing list --colour", 64, "", "thing list: --colour needs a value. Try: help thing list\n")]
    [InlineData("thing list --colour pink", 64, "", "The view of 'thing': 'colour' must be one of red, green, blue.\n")]
    [InlineData("thing add", 64, "", "thing add: NAME is missing. Try: help thing add\n")]
    [InlineData("thing add chair blue", 0, "Added chair.\n", "")]
    [InlineData("thing add --name chair --colour blue", 0, "Added chair.\n", "")]
    [InlineData("thing add chair blue --dry-run", 0, "Added chair.\n", "Nothing is changed: this was a dry run.\n")]
    [InlineData("thing break lamp", 0, "Broke lamp.\n", "")]
    [InlineData("thing find --yes hidden", 0, "found  [31mhidden\nFound.\n", "")]
    [InlineData("thing fail", 1, "", "The command failed in itself; the daemon's log says how.\n")]
    [InlineData("thing list | more", 64, "", "'|' in column 12 means something to other shells and nothing here: there are no pipes and no redirection. Put it in quotes if it is part of a word.\n")]
    [InlineData("", 0, "", "")]
    [InlineData("exit 7", 7, "", "")]
    [InlineData("exit x", 64, "", "exit takes a status of 0 to 255, or nothing.\n")]
    [InlineData("watch thing", 64, "", "There is no command 'watch'. Try: help\n")]
    [InlineData("prompt -e 1", 69, "", "Nothing runs that evaluates C#: the plugin `scripting` does. `plugin why scripting` tells how it stands.\n")]
    public async Task Command_EndsWithItsStatus_AndErrorsGoToStandardError(string command, int status, string output, string error) =>
        (await _daemon.RunAsync(command)).ShouldBe((status, output, error));

    [Fact]
    public async Task Arguments_ReachTheActAsTheyWereWritten()
    {
        (await _daemon.RunAsync("thing add chair blue --label a --labels 'b c' --display-name \"My chair\" --is-new --password-stdin", "hunter2\nmore\n")).Status.ShouldBe(0);
        var call = _daemon.Panel.Calls.ShouldHaveSingleItem();
        call.Arguments.GetText("displayName").ShouldBe("My chair");
        call.Arguments.GetText("password").ShouldBe("hunter2");
        call.Arguments.FindTexts("labels")!.Value.ShouldBe(["a", "b c"]);
        call.Arguments.FindFlag("isNew").ShouldBe(true);
        call.Caller.ShouldSatisfyAllConditions(caller => caller.Name.ShouldBe("root"), caller => caller.Surface.ShouldBe("ssh"), caller => caller.RemoteAddress.ShouldBe("192.0.2.1"));
        _daemon.Audit.Events.ShouldHaveSingleItem().Action.ShouldBe("thing.add");
    }

    [Fact]
    public async Task List_GivenAsNothing_IsNone()
    {
        await _daemon.RunAsync("thing add chair blue --labels ''");
        _daemon.Panel.Calls.ShouldHaveSingleItem().Arguments.FindTexts("labels")!.Value.ShouldBeEmpty();
    }

    [Fact]
    public async Task Json_IsWhatProgramsRead()
    {
        var (status, output, _) = await _daemon.RunAsync("thing list --json");
        status.ShouldBe(0);
        JsonDocument.Parse(output).RootElement.GetProperty("rows")[0].ToString().ShouldContain("lamp");
        (_, output, _) = await _daemon.RunAsync("thing find x --json");
        var result = JsonDocument.Parse(output).RootElement;
        result.GetProperty("message").GetString().ShouldBe("Found.");
        result.GetProperty("view").GetProperty("type").GetString().ShouldBe("text");
    }

    [Fact]
    public async Task OrdinaryUser_HasWhatIsForEverybody_AndTheRestIsNotPermitted()
    {
        (await _daemon.RunAsync("own", principal: FakeSession.Bob)).Status.ShouldBe(0);
        (await _daemon.RunAsync("own break lamp", principal: FakeSession.Bob)).Status.ShouldNotBe(0);
        (await _daemon.RunAsync("thing", principal: FakeSession.Bob)).Status.ShouldBe(64);
        (await _daemon.RunAsync("prompt", principal: FakeSession.Bob)).Status.ShouldBe(64);
        (await _daemon.RunAsync("prompt -e 1", principal: FakeSession.Bob)).Status.ShouldBe(64);
        var help = (await _daemon.RunAsync("help", principal: FakeSession.Bob)).Output;
        help.ShouldContain("own");
        help.ShouldNotContain("thing");
        help.ShouldNotContain("prompt");
    }

    [Fact]
    public async Task Help_TellsOfEverything()
    {
        var all = (await _daemon.RunAsync("help")).Output;
        foreach (var name in (string[])["thing", "All the things.", "help", "exit", "prompt"]) all.ShouldContain(name);
        (await _daemon.RunAsync("help thing")).Output.ShouldContain("thing add NAME COLOUR [options]");
        var verb = (await _daemon.RunAsync("help thing add")).Output;
        verb.ShouldContain("--display-name");
        verb.ShouldContain("--password-stdin");
        verb.ShouldContain("One of red, green, blue.");
        (await _daemon.RunAsync("thing add --help")).Output.ShouldBe(verb);
        (await _daemon.RunAsync("help nix")).Status.ShouldBe(64);
    }

    [Fact]
    public async Task Script_RunsLineByLine_UpToTheFirstThatFails()
    {
        (await _daemon.RunScriptAsync("# a comment\n\nthing show lamp\r\nthing add 'two\nlines' blue\nthing show nix\nthing list\n")).ShouldBe((
            64, "Name    lamp\nColour  red\n", "thing add: 'name' holds a control character.\nLine 4 ended with 64; the rest was not carried out.\n"));
        (await _daemon.RunScriptAsync("thing show table\nexit 3\nthing list")).ShouldBe((3, "Name    table\nColour  green\n", ""));
        (await _daemon.RunScriptAsync("thing why 'x")).Status.ShouldBe(64);
        (await _daemon.RunScriptAsync("")).ShouldBe((0, "", ""));
        (await _daemon.RunScriptAsync(new string('x', 100_000))).ShouldBe((64, "", "The input is longer than 64 KiB; that is the most a line, or an entry, may have.\n"));
    }

    [Fact]
    public async Task Signal_StopsWhatRuns()
    {
        var session = new FakeSession { Command = "thing wait" };
        var running = _daemon.Service.RunAsync(session, TestContext.Current.CancellationToken);
        await _daemon.Panel.Waiting.Task;
        session.Signal("INT");
        (await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe(130);
    }

    [Fact]
    public async Task CommandOfAPlugin_IsThereWhileItsPluginIs()
    {
        (await _daemon.RunAsync("greet bob")).Status.ShouldBe(64);
        var greet = new GreetCommand();
        _daemon.Commands.Add(greet);
        (await _daemon.RunAsync("greet 'dear bob'")).ShouldBe((5, "hello dear bob\n", ""));
        (await _daemon.RunAsync("greet bob", principal: FakeSession.Bob)).Status.ShouldBe(64);
        (await _daemon.RunAsync("help greet")).Output.ShouldBe("Usage: greet NAME\nGreets.\n");
        var session = new FakeSession { Command = "greet forever" };
        var running = _daemon.Service.RunAsync(session, TestContext.Current.CancellationToken);
        await greet.Waiting.Task;
        _daemon.Commands.Remove(greet);
        (await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).ShouldBe(130);
        (await _daemon.RunAsync("greet bob")).Status.ShouldBe(64);
    }
}
