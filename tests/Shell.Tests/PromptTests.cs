using System.Diagnostics;
using PluginFramework.Identity;
using PluginFramework.Scripting;
using PluginFramework.Shell.Tests.Support;

namespace PluginFramework.Shell.Tests;

/// <summary>The C# prompt, with the real engine.</summary>
public sealed class PromptTests : IAsyncDisposable
{
    private static readonly Principal Ann = FakeSession.Operator with { UserId = "9", UserName = "ann" };

    private readonly ShellDaemon _daemon = new(hasPrompt: true, new ScriptingOptions { TimeLimit = TimeSpan.FromMinutes(1) });
    private readonly List<(FakeSession Session, Task<int> Running)> _open = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var (session, running) in _open)
        {
            session.EndInput();
            await running.WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task Evaluation_WithoutATerminal_WritesTheValue_AndEndsWithAStatus()
    {
        (await _daemon.RunAsync("prompt -e 1 + 1")).ShouldBe((0, "2\n", ""));
        (await _daemon.RunAsync("prompt -e '\"a\" + 1'")).ShouldBe((0, "\"a1\"\n", ""));
        (await _daemon.RunAsync("prompt -e \"a\" + \"b\"")).ShouldBe((0, "\"ab\"\n", ""));
        (await _daemon.RunAsync("prompt -e new[] { 3, 1 }.Where(n => n > 2).ToArray() | 1")).Status.ShouldBe(1);
        (await _daemon.RunAsync("prompt -e Console.Write(\"hi\"); await Task.Yield(); 7")).ShouldBe((0, "hi7\n", ""));
        var (status, output, error) = await _daemon.RunAsync("prompt -e throw new InvalidOperationException(\"oh\");");
        (status, output).ShouldBe((1, ""));
        error.ShouldStartWith("System.InvalidOperationException: oh\n");
        (status, output, error) = await _daemon.RunAsync("prompt -e int x = \"a\";");
        (status, output).ShouldBe((1, ""));
        error.ShouldContain("error CS0029");
        error.ShouldContain("  int x = \"a\";\n          ^^^\n");
        _daemon.Consoles!.List(FakeSession.Operator, new("ssh", "c") { IsLocal = true }).ShouldBeEmpty("each is closed again");
        (await _daemon.RunAsync("prompt -e")).Status.ShouldBe(64);
        (await _daemon.RunAsync("prompt a b")).Status.ShouldBe(64);
        (await _daemon.RunAsync("prompt 99")).Status.ShouldBe(1);
    }

    [Fact]
    public async Task Evaluation_AtANamedConsole_IsRemembered()
    {
        (await _daemon.RunAsync("prompt --name job -e var x = 20;")).ShouldBe((0, "", ""));
        (await _daemon.RunAsync("prompt --name job -e x + 1")).ShouldBe((0, "21\n", ""));
        (await _daemon.RunAsync("prompt list")).Output.ShouldContain("job");
        (await _daemon.RunAsync("prompt list --json")).Output.ShouldContain("\"job\"");
    }

    [Fact]
    public async Task StandardInput_IsOneEntry()
    {
        (await _daemon.RunAsync("prompt", "var sum = 0;\nfor (var i = 0; i < 4; i++)\n    sum += i;\nif (sum > 5) Console.WriteLine(\"many\");\nelse Console.WriteLine(\"few\");\nsum\n"))
            .ShouldBe((0, "many\n6\n", ""));
        (await _daemon.RunAsync("prompt", "1 +\n")).Status.ShouldBe(1);
    }

    [Fact]
    public async Task Signal_StopsTheEntry()
    {
        var session = new FakeSession { Command = "prompt -e Console.Write(\"begun\"); while (true) { }" };
        var running = _daemon.Service.RunAsync(session, Token);
        await session.WhenAsync("begun");
        session.Signal("INT");
        (await running.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBe(130);
    }

    [Fact]
    public async Task Connection_ThatIsNotPrivate_IsRefused()
    {
        var session = new FakeSession { Command = "prompt -e 1", Client = new("ssh", "c2") };
        (await _daemon.Service.RunAsync(session, Token)).ShouldBe(77);
    }

    [Fact]
    public async Task Console_EvaluatesShowsAndOutlivesTheConnection()
    {
        var session = await OpenAsync("prompt");
        await session.TypeAsync("var x = new[] { new { Name = \"a\", N = 1 }, new { Name = \"b\", N = 2 } }; x\r");
        await session.ScreenAsync("b");
        await session.ScreenAsync(text => text.Contains("NAME", StringComparison.Ordinal) && text.Contains("\"b\"   2", StringComparison.Ordinal), "a table");
        await session.TypeAsync("for (var i = 0; i < 2; i++)\r{\rConsole.WriteLine($\"line {i}\");\r}\r");
        await session.ScreenAsync(text => text.Contains("..> {\n..>     Console.WriteLine", StringComparison.Ordinal) && text.Contains("line 0\nline 1\nc#>", StringComparison.Ordinal), "an indented entry and its output");
        await session.TypeAsync("\u0004");
        await session.ScreenAsync(text => text.EndsWith("root>", StringComparison.Ordinal), "the shell");

        var again = await OpenAsync("prompt");
        await again.TypeAsync("x.Length\r");
        await again.ScreenAsync("\n2\n");
        await again.TypeAsync("\e[A\e[A");
        await again.ScreenAsync("Console.WriteLine($\"line {i}\");");
        await again.TypeAsync("\u0003#reset\r");
        await again.ScreenAsync("* root reset the console");
        await again.TypeAsync("x\r");
        await again.ScreenAsync("error CS0103");
    }

    [Fact]
    public async Task Operators_SeeEachOther_AndAnothersEntryDoesNotSpoilTheLine()
    {
        var mine = await OpenAsync("prompt");
        await mine.TypeAsync("Math.Max(1,");
        var hers = await OpenAsync("prompt 1", Ann);
        await mine.ScreenAsync("* ann has joined over ssh.\nc#> Math.Max(1,");
        await hers.TypeAsync("Console.WriteLine(\"from ann\"); 5\r");
        await hers.ScreenAsync("from ann\n5\nc#>");
        await mine.ScreenAsync("ann> Console.WriteLine(\"from ann\"); 5\nfrom ann\n5\nc#> Math.Max(1,");
        await mine.TypeAsync(" 2)\r");
        await hers.ScreenAsync("root> Math.Max(1, 2)\n2\nc#>");
        await mine.TypeAsync("#who\r");
        await mine.ScreenAsync("root over ssh\nann over ssh");
        await hers.TypeAsync("#close\r");
        await mine.ScreenAsync("* ann closed this console.\nroot>");
    }

    [Fact]
    public async Task CtrlC_StopsATightLoop_AndOutputIsSeenBefore()
    {
        var session = await OpenAsync("prompt");
        await session.TypeAsync("Console.WriteLine(\"begun\"); while (true) { }\r");
        await session.ScreenAsync("}\nbegun");
        var clock = Stopwatch.StartNew();
        await session.TypeAsync("\u0003");
        await session.ScreenAsync("Stopped.\nc#>");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Help_AndProposals_TellWhatTheDocumentationSays()
    {
        var session = await OpenAsync("prompt");
        await session.TypeAsync("help Math.Max\r");
        await session.ScreenAsync("int Math.Max(int val1, int val2)");
        await session.TypeAsync("help Nothing.AtAll\r");
        await session.ScreenAsync("Nothing.AtAll means nothing here.");
        await session.TypeAsync("Math.Ab\t");
        await session.ScreenAsync("c#> Math.Abs");
        await session.TypeAsync("(-3)\r");
        await session.ScreenAsync("Math.Abs(-3)\n3");
        await session.TypeAsync("Math.Ma");
        await session.ScreenAsync("Math.Ma");
        await session.TypeAsync("\t");
        await session.ScreenAsync("Max          ");
        var clock = Stopwatch.StartNew();
        await session.TypeAsync("\u0015Math.Mi\t");
        await session.ScreenAsync(text => text.Contains("Math.Min", StringComparison.Ordinal), "the proposal");
        TestContext.Current.SendDiagnosticMessage($"warm proposals on the screen: {clock.ElapsedMilliseconds} ms");
        clock.ElapsedMilliseconds.ShouldBeLessThan(1000);
        await session.TypeAsync("\u0003");
    }

    [Fact]
    public async Task Exceptions_AndValues_AreReadable()
    {
        var session = await OpenAsync("prompt", columns: 78, rows: 40);
        await session.TypeAsync("void Fail() => throw new ArgumentException(\"wrong\"); Fail();\r");
        await session.ScreenAsync("System.ArgumentException: wrong\nat Fail()");
        await session.TypeAsync("\u000Cnew { A = 1, B = new { C = \"x\", D = new[] { 1, 2, 3 } }, E = (string?)null }\r");
        await session.ScreenAsync(text => text.Contains("  A 1\n  B { C = \"x\", D = [1, 2, 3] }\n  E null", StringComparison.Ordinal), "a tree");
        await session.TypeAsync("\u000CEnumerable.Range(0, 5)\r");
        await session.ScreenAsync("  [4] 4");
    }

    [Fact]
    public async Task Proposals_AreOfTheLiveObject_AndRunNoGetter()
    {
        var session = await OpenAsync("prompt");
        await session.TypeAsync("class Tea { public Tea Next { get { Console.WriteLine(\"it \" + \"ran\"); return this; } } public int Cups = 3; }\rvar tea = new Tea();\r");
        await session.ScreenAsync("new Tea();\nc#>");
        await session.TypeAsync("tea.Next.");
        await session.ScreenAsync("tea.Next.\n  Cups         int Tea.Cups");
        await session.TypeAsync("Cu\t");
        await session.ScreenAsync(text => text.EndsWith("c#> tea.Next.Cups", StringComparison.Ordinal), "the proposal");
        session.OutputText.ShouldNotContain("it ran");
        await session.TypeAsync("\r");
        await session.ScreenAsync("it ran\n3\nc#>");
    }

    [Fact]
    public async Task Enter_AfterManyQuestionsThatWereGivenUp_RunsOnlyWhatIsComplete()
    {
        var session = await OpenAsync("prompt");
        await session.TypeAsync(string.Concat(Enumerable.Repeat("Math.Max(1,", 20)) + "\r");
        await session.ScreenAsync("..>");
        session.OutputText.ShouldNotContain("error CS");
        await session.TypeAsync("\u0003");
    }

    [Fact]
    public async Task Overloads_AreShownWhileArgumentsAreWritten()
    {
        var session = await OpenAsync("prompt");
        await session.TypeAsync("var list = new List<int>();\r");
        await session.ScreenAsync("new List<int>();\nc#>");
        await session.TypeAsync("list.Where(each => each > 1).Select(");
        await session.ScreenAsync("Select(\n  IEnumerable<TResult> IEnumerable<int>.Select<int, TResult>(Func<int, TResult> selector)\n");
        await session.TypeAsync("each => Math.Max(each,");
        await session.ScreenAsync("and 7 more: help Math.Max");
        await session.TypeAsync("2)");
        await session.ScreenAsync(text => text.EndsWith("Math.Max(each,2)", StringComparison.Ordinal), "the line alone");
        await session.TypeAsync("\u0003if (");
        await session.ScreenAsync(text => text.EndsWith("c#> if (", StringComparison.Ordinal), "the line alone");
        await session.TypeAsync("\u0003");
    }

    [Fact]
    public async Task TableOfValues_HasTheColumnsThereIsRoomFor_EachRowOnALine()
    {
        var session = await OpenAsync("prompt", columns: 40);
        await session.TypeAsync("new[] { new { Id = 1, Text = new string('x', 60), Last = true, More = 123456789 } }\r");
        await session.ScreenAsync($"ID  TEXT                  LAST\n1   \"{new string('x', 18)}…  true\nno room for More\n");
        await session.TypeAsync("\u000Cnew[] { new { Id = 1, Text = \"日本\", Last = true } }\r");
        await session.ScreenAsync("ID  TEXT    LAST\n1   \"日本\"  true\nc#>");
    }

    [Fact]
    public async Task TaskThatEnds_IsToldAboveTheLine()
    {
        var mine = await OpenAsync("prompt");
        await mine.TypeAsync("var gate = new TaskCompletionSource<int>(); var late = gate.Task;\r");
        await mine.ScreenAsync("gate.Task;\nc#>");
        var hers = await OpenAsync("prompt 1", Ann);
        await mine.TypeAsync("Math.Max(1,");
        await mine.ScreenAsync("c#> Math.Max(1,");
        await hers.TypeAsync("gate.SetResult(5)\r");
        await mine.ScreenAsync("* The task late of entry 1 has completed.\n5\nc#> Math.Max(1,");
    }

    [Fact]
    public async Task Watcher_SeesAll_EntersNothing_AndIsSeen()
    {
        var mine = await OpenAsync("prompt");
        await mine.TypeAsync("var x = 41;\r");
        await mine.ScreenAsync("41;\nc#>");
        var hers = new FakeSession(new FakeTerminal(columns: 100, rows: 30)) { Principal = Ann };
        _open.Add((hers, _daemon.Service.RunAsync(hers, Token)));
        await hers.ScreenAsync("ann>");
        await hers.TypeAsync("prompt --watch 1\r");
        await hers.ScreenAsync("Console 1 (shell) of root. Any key leaves.\nroot> var x = 41;\n* root is here over ssh.");
        await mine.ScreenAsync("* ann has joined over ssh.\nc#>");
        await mine.TypeAsync("x + 1\r");
        await hers.ScreenAsync("root> x + 1\n42");
        await hers.TypeAsync("q");
        await hers.ScreenAsync(text => text.EndsWith("ann>", StringComparison.Ordinal), "the shell");
        await mine.ScreenAsync("* ann has left.");
        await hers.TypeAsync("prompt --watch 9\r");
        await hers.ScreenAsync("There is no console 9. Try: prompt list");
    }

    [Fact]
    public async Task Tab_AfterPrompt_ProposesConsoles()
    {
        var mine = await OpenAsync("prompt tea");
        await mine.TypeAsync("\u0004");
        await mine.ScreenAsync(text => text.EndsWith("root>", StringComparison.Ordinal), "the shell");
        await mine.TypeAsync("prompt \t");
        await mine.ScreenAsync("  1        tea of root\n  list     Lists the consoles.");
        await mine.TypeAsync("\u0003");
    }

    private async Task<FakeSession> OpenAsync(string command, Principal? principal = null, int columns = 100, int rows = 30)
    {
        var session = new FakeSession(new FakeTerminal(columns: columns, rows: rows)) { Principal = principal ?? FakeSession.Operator };
        _open.Add((session, _daemon.Service.RunAsync(session, Token)));
        await session.ScreenAsync($"{session.Principal.UserName}>");
        await session.TypeAsync(command + "\r");
        await session.ScreenAsync(text => text.EndsWith("c#>", StringComparison.Ordinal), "the prompt");
        return session;
    }
}
