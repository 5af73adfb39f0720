using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.TestUtilities;

namespace PluginFramework.Prompt.Tests;

public sealed class PromptBotTests : IAsyncDisposable
{
    private static readonly Principal Operator = new("1", "root") { Roles = [WellKnownRoles.Operator] };
    private static readonly ClientInfo Local = new("irc", "c1") { IsLocal = true, RemoteAddress = "127.0.0.1" };

    private readonly PromptEngineFake _engine = new();
    private readonly RecordingAuditLog _audit = new();
    private readonly TestPluginContext _context = new("prompt", new PromptOptions { MaxLines = 5 });
    private readonly PromptBot _bot;

    public PromptBotTests() => _bot = new PromptBot(_engine, _audit, _context);

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _context.Dispose();
    }

    [Fact]
    public async Task Message_OfAnOperator_IsEvaluated()
    {
        (await AskAsync("1 + 1")).ShouldBe("1 + 1");
        (await AskAsync("  2  ")).ShouldBe("2");
        _engine.Sessions.ShouldHaveSingleItem().Entries.ShouldBe(["1 + 1", "2"]);
        _audit.Events.ShouldBeEmpty("the engine audits entries");
    }

    [Fact]
    public async Task Message_OfAPlainUser_IsRefusedAndAudited()
    {
        (await AskAsync("1", new Principal("2", "bob"))).ShouldBe("I am for operators only, and you are not one.");
        (await AskAsync("help", new Principal("2", "bob"))).ShouldContain("operators only");
        _engine.Sessions.ShouldBeEmpty();
        _audit.Events.Count.ShouldBe(2);
        _audit.Events.First().ShouldBe(new AuditEvent("prompt.open", "not-operator") { Actor = "bob", Surface = "irc", RemoteAddress = "127.0.0.1" });
    }

    [Fact]
    public async Task Message_OverAnOpenConnection_IsRefusedEvenWithASessionOpen()
    {
        await AskAsync("var x = 1;");
        var far = Local with { IsLocal = false, RemoteAddress = "192.0.2.1" };
        (await AskAsync("x", client: far)).ShouldContain("TLS");
        _audit.Events.ShouldHaveSingleItem().Outcome.ShouldBe("not-private");
        _engine.Sessions[0].Entries.ShouldBe(["var x = 1;"]);
        (await AskAsync("x", client: far with { IsEncrypted = true })).ShouldBe("x");
    }

    [Fact]
    public async Task Users_HaveSessionsOfTheirOwn()
    {
        await AskAsync("1");
        await AskAsync("2", Operator with { UserId = "9", UserName = "ann" });
        _engine.Sessions.Select(session => session.Principal.UserName).ShouldBe(["root", "ann"]);
    }

    [Fact]
    public async Task Reset_ResetsTheSession()
    {
        (await AskAsync("reset")).ShouldBe("All declarations are forgotten.");
        await AskAsync("1");
        await AskAsync("reset");
        _engine.Sessions.ShouldHaveSingleItem().Resets.ShouldBe(1);
    }

    [Fact]
    public async Task Help_TellsWhatIsAtHand()
    {
        (await AskAsync("help")).ShouldContain("Users.Count()");
        _engine.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Session_ThatTheEngineClosed_IsOpenedAnew()
    {
        await AskAsync("1");
        await _engine.Sessions[0].DisposeAsync();
        (await AskAsync("2")).ShouldBe("2");
        await _engine.Sessions[1].DisposeAsync();
        (await AskAsync("reset")).ShouldBe("All declarations are forgotten.");
        (await AskAsync("3")).ShouldBe("3");
        _engine.Sessions.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Engine_ThatRefuses_IsQuoted()
    {
        _engine.Refusal = new InvalidOperationException("16 prompt sessions are open.");
        (await AskAsync("1")).ShouldBe("16 prompt sessions are open.");
    }

    [Fact]
    public async Task EndlessLoop_IsReportedInALine()
    {
        _engine.Answer = _ => new PromptResult.TimedOut(TimeSpan.FromSeconds(10));
        (await AskAsync("while(true){}")).ShouldBe("stopped after 10 s");
    }

    [Fact]
    public async Task Answer_BeyondTheOption_IsCut()
    {
        _engine.Answer = _ => new PromptResult.Completed(null) { Output = string.Join('\n', Enumerable.Range(0, 30)) };
        (await AskAsync("x")).ShouldBe("0\n1\n2\n3\n4\n… 25 more");
    }

    [Fact]
    public async Task Dispose_ClosesSessions()
    {
        await AskAsync("1");
        await _bot.DisposeAsync();
        _engine.Sessions[0].IsDisposed.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(500, 0)]
    [InlineData(501, 1)]
    public void Options_OutOfRange_AreNamed(int lines, int problems) => new PromptOptions { MaxLines = lines }.Validate().Count().ShouldBe(problems);

    private async Task<string> AskAsync(string text, Principal? sender = null, ClientInfo? client = null)
    {
        var reply = new ChatReplyFake();
        var message = new ChatBotMessage(sender ?? Operator, client ?? Local, "nick", text);
        await _bot.OnMessageAsync(message, reply, TestContext.Current.CancellationToken);
        return reply.Texts.ShouldHaveSingleItem();
    }
}
