using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Prompt.Tests.Support;
using PluginFramework.Scripting;
using PluginFramework.TestUtilities;

namespace PluginFramework.Prompt.Tests;

public sealed class PromptBotTests : IAsyncDisposable
{
    private static readonly ClientInfo Local = new("irc", "c1") { IsLocal = true, RemoteAddress = "127.0.0.1" };

    private readonly PromptDaemon _daemon = new(new ScriptingOptions { MaxSessions = 2, TimeLimit = TimeSpan.FromMinutes(1) });
    private readonly TestPluginContext _context = new("prompt", new PromptOptions { MaxLines = 5 });
    private readonly PromptBot _bot;

    public PromptBotTests() => _bot = new PromptBot(_daemon.Consoles, _context);

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _context.Dispose();
    }

    [Fact]
    public async Task Message_OfAnOperator_IsEvaluated_AndDeclarationsLast()
    {
        (await AskAsync("var x = 1 + 1;")).ShouldBe("ok");
        (await AskAsync("  x  ")).ShouldBe("2");
        _daemon.Audit.Events.Where(e => e.Action == "prompt.evaluate").Select(e => (e.Actor, e.Surface, e.Detail)).ShouldBe([("root", "irc", "var x = 1 + 1;"), ("root", "irc", "x")]);
    }

    [Fact]
    public async Task Message_OfAPlainUser_IsRefusedAndAudited()
    {
        (await AskAsync("1", PromptDaemon.Bob)).ShouldContain("for operators only");
        (await AskAsync("help", PromptDaemon.Bob)).ShouldContain("for operators only");
        _daemon.Audit.Events.Count.ShouldBe(2);
        _daemon.Audit.Events.First().ShouldBe(new AuditEvent("prompt.attach", "not-operator") { Actor = "bob", Surface = "irc", RemoteAddress = "127.0.0.1" });
    }

    [Fact]
    public async Task Message_OverAnOpenConnection_IsRefusedEvenWithAConsoleOpen()
    {
        await AskAsync("var x = 1;");
        var far = Local with { IsLocal = false, RemoteAddress = "192.0.2.1" };
        (await AskAsync("x", client: far)).ShouldContain("TLS");
        _daemon.Audit.Events.Last().Outcome.ShouldBe("not-private");
        (await AskAsync("x", client: far with { IsEncrypted = true })).ShouldBe("1");
    }

    [Fact]
    public async Task Users_HaveConsolesOfTheirOwn_WhichOtherSurfacesCanJoin()
    {
        await AskAsync("var x = 1;");
        (await AskAsync("x", PromptDaemon.Ann)).ShouldContain("CS0103");
        using var web = _daemon.Consoles.Join(PromptDaemon.Ann, Local with { Protocol = "http" }, 1).ShouldNotBeNull();
        web.Info.Name.ShouldBe("chat");
        (await web.EvaluateAsync("x + 1")).ShouldBeOfType<PromptResult.Completed>();
    }

    [Fact]
    public async Task TaskThatEndedMeanwhile_IsToldWithTheNextAnswer_Once()
    {
        (await AskAsync("var gate = new TaskCompletionSource<int>(); var late = gate.Task;")).ShouldBe("ok");
        using var web = _daemon.Consoles.Join(PromptDaemon.Operator, Local with { Protocol = "http" }, 1).ShouldNotBeNull();
        (await AskAsync("gate.SetResult(5)")).ShouldBe("ok");
        await foreach (var each in web.ReadAllAsync(0, TestContext.Current.CancellationToken))
        {
            if (each is PromptEvent.TaskEnded) break;
        }

        (await AskAsync("1")).ShouldMatch(@"^The task late of entry \d+ has completed\.\n5\n1$");
        (await AskAsync("2")).ShouldBe("2");
    }

    [Fact]
    public async Task Reset_ForgetsDeclarations()
    {
        (await AskAsync("reset")).ShouldBe("All declarations are forgotten.");
        await AskAsync("var x = 1;");
        await AskAsync("reset");
        (await AskAsync("x")).ShouldContain("CS0103");
    }

    [Fact]
    public async Task Help_TellsWhatIsAtHand_AndWhatTheDocumentationSays()
    {
        (await AskAsync("help")).ShouldContain("Users.Count()");
        (await AskAsync("help Users.Find")).ShouldContain("The user of that name, or null.");
        (await AskAsync("help nonsense")).ShouldBe("nonsense means nothing here.");
    }

    [Fact]
    public async Task Stop_StopsWhatRuns()
    {
        (await AskAsync("stop")).ShouldBe("Nothing runs.");
        var running = AskAsync("Console.Write(1); while (true) { }");
        while ((await AskAsync("stop")) != "Stopping.") TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        (await running).ShouldContain("stopped");
    }

    [Fact]
    public async Task Engine_ThatRefuses_IsQuoted()
    {
        await AskAsync("1");
        await AskAsync("1", PromptDaemon.Ann);
        (await AskAsync("1", PromptDaemon.Ann with { UserId = "10", UserName = "cid" })).ShouldContain("MaxSessions");
    }

    [Fact]
    public async Task EndlessLoop_IsReportedInALine()
    {
        await using var daemon = new PromptDaemon(new ScriptingOptions { TimeLimit = TimeSpan.FromSeconds(2) });
        (await AskAsync("while (true) { }", bot: new PromptBot(daemon.Consoles, _context))).ShouldBe("stopped after 2 s");
    }

    [Fact]
    public async Task Answer_BeyondTheOption_IsCut() =>
        (await AskAsync("foreach (var x in Enumerable.Range(0, 30)) Console.WriteLine(x);")).ShouldBe("0\n1\n2\n3\n4\n… 25 more");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    public void Options_OutOfRange_AreNamed(int lines, int problems) => new PromptOptions { MaxLines = lines }.Validate().Count().ShouldBe(problems);

    private async Task<string> AskAsync(string text, Principal? sender = null, ClientInfo? client = null, PromptBot? bot = null)
    {
        var reply = new ChatReplyFake();
        var message = new ChatBotMessage(sender ?? PromptDaemon.Operator, client ?? Local, "nick", text);
        await (bot ?? _bot).OnMessageAsync(message, reply, TestContext.Current.CancellationToken);
        return reply.Texts.ShouldHaveSingleItem();
    }
}
