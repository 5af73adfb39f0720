using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Time.Testing;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Consoles;
using PluginFramework.Scripting.Execution;

namespace PluginFramework.Scripting.Tests;

public sealed class ConsoleTests : IAsyncDisposable
{
    private static readonly Principal Ann = EngineFixture.Operator with { UserId = "9", UserName = "ann" };
    private static readonly ClientInfo Web = EngineFixture.Local with { Protocol = "http" };

    private readonly EngineFixture _engine = new(new ScriptingOptions { MaxConsoles = 3, TimeLimit = TimeSpan.FromMinutes(1) });
    private readonly PromptConsoles _consoles;

    public ConsoleTests() => _consoles = new PromptConsoles(_engine.Engine, _engine.Context);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _consoles.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task TwoAttachments_SeeTheSame()
    {
        using var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        using var hers = _consoles.Join(Ann, Web, mine.Info.Number).ShouldNotBeNull();
        await using var reading = hers.ReadAllAsync(0, Token).GetAsyncEnumerator(Token);
        await mine.EvaluateAsync("var x = 20; Console.Write(\"hi\"); 1");
        await hers.EvaluateAsync("x + 1");

        var events = new List<PromptEvent>();
        while (events.OfType<PromptEvent.Ended>().Count() < 2 && await reading.MoveNextAsync()) events.Add(reading.Current);
        events.OfType<PromptEvent.Joined>().Select(each => each.Who).ShouldBe([new("root", "test"), new("ann", "http")]);
        events.OfType<PromptEvent.Entered>().Select(each => (each.Entry, each.By.User, each.Code)).ShouldBe([(1, "root", "var x = 20; Console.Write(\"hi\"); 1"), (2, "ann", "x + 1")]);
        events.OfType<PromptEvent.Ended>().Select(each => each.Result.Output).ShouldBe(["hi", ""]);
        events.Select(each => each.Id).ShouldBeInOrder();
        mine.Read().Where(each => each is not PromptEvent.Wrote).ShouldBe(events.Where(each => each is not PromptEvent.Wrote));
        mine.Info.Attendees.ShouldBe([new("root", "test"), new("ann", "http")]);
    }

    [Fact]
    public async Task Entries_RunAsTheOwner_AndAreAuditedWithWhoeverEnteredThem()
    {
        using var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        using var hers = _consoles.Join(Ann, Web, mine.Info.Number).ShouldNotBeNull();
        (await hers.EvaluateAsync("Me.UserName")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBe(new PromptValue.Scalar("string", "\"root\""));
        _engine.Audit.Events.Where(e => e.Action == "prompt.attach").Select(e => (e.Actor, e.Surface, e.Subject)).ShouldBe(
            [("root", "test", "console 1 of root"), ("ann", "http", "console 1 of root")]);
        _engine.Audit.Events.Single(e => e.Action == "prompt.evaluate").ShouldBe(
            new AuditEvent("prompt.evaluate", "ok") { Actor = "ann", Subject = "root", Surface = "http", RemoteAddress = "127.0.0.1", Detail = "Me.UserName" });
    }

    [Fact]
    public void Attaching_IsRefused_ToPlainUsersAndOverOpenConnections()
    {
        Should.Throw<UnauthorizedAccessException>(() => _consoles.Open(new Principal("2", "bob"), EngineFixture.Local));
        Should.Throw<UnauthorizedAccessException>(() => _consoles.List(new Principal("2", "bob"), EngineFixture.Local));
        Should.Throw<UnauthorizedAccessException>(() => _consoles.Join(Ann, Web with { IsLocal = false }, 1));
        _engine.Audit.Events.Select(e => (e.Action, e.Outcome)).ShouldBe([("prompt.attach", "not-operator"), ("prompt.attach", "not-operator"), ("prompt.attach", "not-private")]);
    }

    [Fact]
    public async Task Output_IsSeenWhileTheEntryRuns_AndAnotherSurfaceStopsIt()
    {
        using var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        using var hers = _consoles.Join(Ann, Web, mine.Info.Number).ShouldNotBeNull();
        var running = mine.EvaluateAsync("Console.Write(\"begun\"); while (true) { }");
        await foreach (var each in hers.ReadAllAsync(0, Token))
        {
            if (each is not PromptEvent.Wrote wrote) continue;
            (wrote.Entry, wrote.Offset, wrote.Text).ShouldBe((1, 0, "begun"));
            break;
        }

        hers.Info.IsRunning.ShouldBeTrue();
        (await Should.ThrowAsync<InvalidOperationException>(hers.EvaluateAsync("1"))).Message.ShouldContain("running");
        hers.Cancel().ShouldBeTrue();
        (await running.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBeOfType<PromptResult.Cancelled>();
        hers.Cancel().ShouldBeFalse();
        mine.Read().ShouldNotContain(each => each is PromptEvent.Wrote, "the result has it");
    }

    [Fact]
    public async Task Names_LeadBackToTheSameConsole()
    {
        using (var chat = _consoles.Open(EngineFixture.Operator, EngineFixture.Local, "chat")) await chat.EvaluateAsync("var x = 7;");
        using (var chat = _consoles.Open(EngineFixture.Operator, Web, "chat"))
            (await chat.EvaluateAsync("x")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBe(new PromptValue.Scalar("int", "7"));
        using var hers = _consoles.Open(Ann, Web, "chat");
        (await hers.EvaluateAsync("x")).ShouldBeOfType<PromptResult.Invalid>();
        _consoles.List(Ann, Web).Select(info => (info.Number, info.Name, info.Owner)).ShouldBe([(1, "chat", "root"), (2, "chat", "ann")]);
        Should.Throw<ArgumentException>(() => _consoles.Open(Ann, Web, " "));
        Should.Throw<ArgumentException>(() => _consoles.Open(Ann, Web, new string('x', 41)));
    }

    [Fact]
    public void Consoles_BeyondTheLimit_AreRefused()
    {
        for (var i = 0; i < 3; i++) _consoles.Open(Ann, Web).Dispose();
        Should.Throw<InvalidOperationException>(() => _consoles.Open(Ann, Web)).Message.ShouldContain("MaxConsoles");
        _consoles.Join(Ann, Web, 99).ShouldBeNull();
    }

    [Fact]
    public async Task Reset_ForgetsDeclarations_AndKeepsTheTranscript()
    {
        using var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        await mine.EvaluateAsync("var x = 1;");
        await mine.ResetAsync(Token);
        (await mine.EvaluateAsync("x")).ShouldBeOfType<PromptResult.Invalid>();
        mine.Read().Select(each => each.GetType().Name).ShouldBe(["Joined", "Entered", "Ended", "Reset", "Entered", "Ended"]);
    }

    [Fact]
    public async Task Close_EndsReadingAndFreesTheCode()
    {
        var contexts = await UseAndCloseAsync();
        await Task.Yield();
        for (var i = 0; i < 50 && contexts.Exists(context => context.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        contexts.ShouldNotBeEmpty();
        contexts.Count(context => context.IsAlive).ShouldBe(0);
        _consoles.List(Ann, Web).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dispose_ClosesConsolesThatRun()
    {
        var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        var running = mine.EvaluateAsync("while (true) { }");
        await _consoles.DisposeAsync();
        (await running.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBeOfType<PromptResult.Cancelled>();
        mine.Info.IsClosed.ShouldBeTrue();
        await Should.ThrowAsync<ObjectDisposedException>(mine.EvaluateAsync("1"));
        Should.Throw<ObjectDisposedException>(() => _consoles.Open(Ann, Web));
        mine.Dispose();
    }

    [Fact]
    public async Task History_LeavesSecretsOut_LastsAndIsForTheDaemonAlone()
    {
        using (var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local))
        {
            await mine.EvaluateAsync("1");
            await mine.EvaluateAsync("1");
            await mine.EvaluateAsync("\"two\\n\" +\n\"lines\"");
            await mine.EvaluateAsync("var password = \"hunter2\";");
            mine.History.ShouldBe(["1", "\"two\\n\" +\n\"lines\""]);
        }

        await using var later = new PromptConsoles(_engine.Engine, _engine.Context);
        later.Open(EngineFixture.Operator, Web).History.ShouldBe(["1", "\"two\\n\" +\n\"lines\""]);
        later.Open(Ann, Web).History.ShouldBeEmpty();
        var file = Directory.GetFiles(Path.Combine(_engine.Context.DataDirectory, "history")).ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(file, Token)).ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Transcript_HasNoPassword_AndNoEntryThatIsTooBig()
    {
        using var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        (await mine.EvaluateAsync("var password = \"hunter2\"; password.Length")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBe(new PromptValue.Scalar("int", "7"));
        await mine.EvaluateAsync(new string(' ', 1_000_000));
        var entered = mine.Read().OfType<PromptEvent.Entered>().ToArray();
        entered[0].Code.ShouldBe("var password = \"…\"; password.Length");
        entered[1].Code.Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public void History_IsBounded_AndSurvivesADamagedFile()
    {
        var directory = Path.Combine(_engine.Context.DataDirectory, "h");
        var history = new EntryHistory(directory, "a", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        for (var i = 0; i < EntryHistory.MaxEntries + 10; i++) history.Add($"{i}");
        history.Entries.Length.ShouldBe(EntryHistory.MaxEntries);
        history.Entries[0].ShouldBe("10");
        history.Add(new string(' ', 9000));
        history.Entries[^1].ShouldBe($"{EntryHistory.MaxEntries + 9}");
        for (var i = 0; i < 60; i++) history.Add($"\"{new string('x', 8000)}{i}\"");
        history.Entries.Sum(entry => entry.Length).ShouldBeLessThan(256 * 1024);
        File.AppendAllText(Directory.GetFiles(directory).Single(), "\"half an ent");
        new EntryHistory(directory, "a", Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Entries.ShouldBe(history.Entries);
    }

    [Fact]
    public async Task Idle_Console_LosesItsCode_AndItselfOnceNobodyIsAttached()
    {
        var time = new FakeTimeProvider();
        await using var engine = new EngineFixture(time: time);
        await using var consoles = new PromptConsoles(engine.Engine, engine.Context);
        var mine = consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        await mine.EvaluateAsync("var x = 1;");
        time.Advance(TimeSpan.FromMinutes(29));
        mine.Read()[^1].ShouldBeOfType<PromptEvent.Ended>();
        time.Advance(TimeSpan.FromMinutes(10));
        SpinWait.SpinUntil(() => mine.Read()[^1] is PromptEvent.Reset { By: null }, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        (await mine.EvaluateAsync("x")).ShouldBeOfType<PromptResult.Invalid>();
        mine.Dispose();
        time.Advance(TimeSpan.FromMinutes(40));
        SpinWait.SpinUntil(() => mine.Info.IsClosed, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        consoles.List(Ann, Web).ShouldBeEmpty();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<List<WeakReference>> UseAndCloseAsync()
    {
        using var mine = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        await mine.EvaluateAsync("record Item(string Name); var items = new List<Item> { new(\"a\") }; items");
        await mine.EvaluateAsync("Task.Run(() => { while (true) { } }); Console.Write(1);");
        var contexts = AssemblyLoadContext.All.Where(context => context.Name == EntryLoadContext.ContextName).Select(context => new WeakReference(context)).ToList();
        var reading = Task.Run(async () =>
        {
            var last = default(PromptEvent);
            await foreach (var each in mine.ReadAllAsync(0, Token)) last = each;
            return last;
        }, Token);
        await mine.CloseAsync();
        (await reading.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBeOfType<PromptEvent.Closed>().By.ShouldBe(new PromptAttendee("root", "test"));
        return contexts;
    }
}
