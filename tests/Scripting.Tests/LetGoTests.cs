using PluginFramework.Identity;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Consoles;

namespace PluginFramework.Scripting.Tests;

/// <summary>A plugin goes while a console holds objects of it.</summary>
public sealed class LetGoTests : IAsyncDisposable
{
    private readonly EngineFixture _engine = new();
    private readonly PromptConsoles _consoles;
    private readonly IPromptConsole _console;

    public LetGoTests()
    {
        _consoles = new(_engine.Engine, _engine.Context);
        _console = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _console.Dispose();
        await _consoles.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Plugin_IsFreed_AndWhatHeldItIsForgottenAndNamed_WhileTheRestStays()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("using System.Net;", "var before = 1;", "var greeter = new Greeting.Greeter(); var beside = 2;", "var after = before + 1; IPAddress address = IPAddress.Loopback;", "int Add() => before + after;");
        (await TextAsync("greeter.Greet()")).ShouldBe("\"hello 1\"");
        plugin.Unload();
        var told = await ForgotAsync();
        (told.Plugin, string.Join(',', told.Names)).ShouldBe(("greeting", "greeter,beside"), "what was declared in one entry goes together");
        (await plugin.IsFreedAsync()).ShouldBeTrue();

        (await TextAsync("before + after + Add()")).ShouldBe("6");
        (await TextAsync("address.ToString()")).ShouldBe("\"127.0.0.1\"");
        (await TextAsync("var more = Add() + after; more")).ShouldBe("5");
        (await TextAsync("more + 1")).ShouldBe("6");
    }

    [Fact]
    public async Task Name_ThatWasForgotten_IsExplained_UntilItIsDeclaredAnew()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var greeter = new Greeting.Greeter();");
        plugin.Unload();
        await ForgotAsync();
        var problem = (await _console.EvaluateAsync("var x = 1; greeter.Greet()")).ShouldBeOfType<PromptResult.Invalid>().Diagnostics.ShouldHaveSingleItem();
        (problem.Id, problem.Line, problem.Column).ShouldBe(("CS0103", 1, 12));
        problem.Message.ShouldMatch("^'greeter' was let go: it had to do with greeting, which was replaced or removed at ..:..:.. UTC. Declare it anew.$");

        (await plugin.IsFreedAsync()).ShouldBeTrue();
        var next = PluginStub.Load(2);
        await EnterAsync("var greeter = new Greeting.Greeter();");
        (await TextAsync("greeter.Greet()")).ShouldBe("\"hello 2\"");
        next.Unload();
        (await next.IsFreedAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData("an object behind an interface", "IComparable held = (IComparable)AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == \"Greeting\").GetType(\"Greeting.Greeter\").GetMethod(\"Make\").Invoke(null, null);", "held")]
    [InlineData("in a collection", "var held = new Dictionary<string, object>();|held[\"a\"] = new Greeting.Greeter();", "held")]
    [InlineData("in an array of an array", "var held = new object[1][];|held[0] = new object[] { new Greeting.Greeter() };", "held")]
    [InlineData("in an object of a type of the console", "class Box { public object Content; } var held = new Box();|held.Content = new Greeting.Greeter();", "held,Box")]
    [InlineData("in a lambda", "Func<int> held = null;|{ var g = new Greeting.Greeter(); held = () => g.Greet().Length; }", "held")]
    [InlineData("in the result of a task", "Task<object> held = null;|held = Task.FromResult<object>(new Greeting.Greeter());", "held")]
    [InlineData("a type", "Type held = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == \"Greeting\").GetType(\"Greeting.Greeter\");", "held")]
    [InlineData("a list of its type", "var held = new List<Greeting.Greeter>();", "held")]
    [InlineData("a function", "string Held() => new Greeting.Greeter().Greet();", "Held")]
    [InlineData("a type made of its", "class Held : Greeting.Greeter { }", "Held")]
    [InlineData("what uses what goes", "var first = new Greeting.Greeter();|int Use() => first.Greet().Length;|var held = new Func<int>(Use);", "first,Use,held")]
    [InlineData("what was made of a constant", "const int First = Greeting.Greeter.Version; var g = new Greeting.Greeter();|var held = First + 1;", "First,g,held")]
    [InlineData("an object of a type that goes", "var held = new List<object>();|class Mine { public Greeting.Greeter G; }|held.Add(new Mine());", "held,Mine")]
    [InlineData("a timer", "var held = new Timer(_ => new Greeting.Greeter().Greet(), null, 1, 1);", "held")]
    public async Task Plugin_IsFreed_HoweverItWasHeld(string how, string entries, string expected)
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var other = 1;");
        await EnterAsync(entries.Split('|'));
        plugin.Unload();
        (await ForgotAsync()).Names.Order(StringComparer.Ordinal).ShouldBe(expected.Split(',').Order(StringComparer.Ordinal), how);
        (await plugin.IsFreedAsync()).ShouldBeTrue(how);
        (await TextAsync("other")).ShouldBe("1");
    }

    [Theory]
    [InlineData("Enumerable.Range(0, 20).Select(_ => Task.Delay(600_000)).ToList()")]
    [InlineData("Enumerable.Range(0, 20).Select(_ => new Timer(_ => { }, null, 600_000, 600_000)).ToList()")]
    public async Task WhatSharesTheProcessTimersWithIt_Stays(string code)
    {
        // Each processor has its own list of timers.
        var plugin = PluginStub.Load();
        await EnterAsync(
            $"var mine = {code};", "var held = Enumerable.Range(0, 20).Select(_ => new Timer(state => { }, new Greeting.Greeter(), 600_000, 600_000)).ToList();");
        plugin.Unload();
        (await ForgotAsync()).Names.ShouldBe(["held"]);
        (await plugin.IsFreedAsync()).ShouldBeTrue();
        (await TextAsync("mine is object")).ShouldBe("true");
    }

    [Fact]
    public async Task Code_ThatWasLeftRunning_IsStopped()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("class Counter { public static int Count; }");
        await EnterAsync("Task.Run(() => { var g = new Greeting.Greeter(); while (true) { Counter.Count += g.Greet().Length; Thread.Sleep(1); } });");
        plugin.Unload();
        (await ForgotAsync()).Names.ShouldBeEmpty();
        (await plugin.IsFreedAsync()).ShouldBeTrue();
        _console.Read().OfType<PromptEvent.TaskEnded>().ShouldBeEmpty("its end is nobody's doing but the plugin's");
    }

    [Theory]
    [InlineData("new Greeting.Greeter().Wait();")]
    [InlineData("_ = new Greeting.Greeter().Wait(); 1")]
    public async Task TaskThatIsWaitedFor_HoldsNoPlugin(string code)
    {
        var plugin = PluginStub.Load();
        await EnterAsync(code);
        plugin.Unload();
        (await plugin.IsFreedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task NameThatHasAnEarlierMeaning_IsAmongThoseThatWent()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var x = 1;", "var x = new Greeting.Greeter();");
        plugin.Unload();
        (await ForgotAsync()).Names.ShouldBe(["x"]);
        (await TextAsync("x")).ShouldBe("1");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task PluginThatComesBack_UnderTheSameVersionOrALowerOne_IsTheOneThatCounts(int version)
    {
        var plugin = PluginStub.Load(1, "public void Old() { }");
        await EnterAsync("using System.Net;", "var before = 1;");
        plugin.Unload();
        (await plugin.IsFreedAsync()).ShouldBeTrue();
        var next = PluginStub.Load(version, "public string Wave() => \"bye\";");
        (await TextAsync("new Greeting.Greeter().Wave() + before")).ShouldBe("\"bye1\"");
        (await _console.EvaluateAsync("new Greeting.Greeter().Old()")).ShouldBeOfType<PromptResult.Invalid>();
        next.Unload();
        (await next.IsFreedAsync()).ShouldBeTrue();
        (await _console.EvaluateAsync("new Greeting.Greeter()")).ShouldBeOfType<PromptResult.Invalid>();
    }

    [Fact]
    public async Task PluginThatNobodyHolds_GoesWithoutAWord()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var mine = 1;");
        (await TextAsync("new Greeting.Greeter().Greet()")).ShouldBe("\"hello 1\"");
        plugin.Unload();
        (await plugin.IsFreedAsync()).ShouldBeTrue();
        await EnterAsync("1");
        _console.Read().OfType<PromptEvent.Forgot>().ShouldBeEmpty();
        (await TextAsync("mine")).ShouldBe("1");
    }

    [Fact]
    public async Task EntryThatRuns_IsWaitedFor()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var greeter = new Greeting.Greeter();");
        var running = _console.EvaluateAsync("Console.Write('!'); while (Users.Count() == 0) Thread.Sleep(1); greeter.Greet()");
        await foreach (var each in _console.ReadAllAsync(0, Token))
        {
            if (each is PromptEvent.Wrote) break;
        }

        plugin.Unload();
        await _engine.Users.AddAsync(new NewUser("ann", null), new Caller("test", "test"), Token);
        (await running).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("\"hello 1\"");
        (await ForgotAsync()).Names.ShouldContain("greeter");
        (await plugin.IsFreedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task EntryThatWaitsForAPackage_IsNotWaitedFor()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var greeter = new Greeting.Greeter();");
        var ready = new TaskCompletionSource();
        _engine.Packages.Ready = ready.Task;
        _engine.Packages.Add("Acme.Text", "1.0.0", "public static class Text { public static string Shout(string word) => word.ToUpperInvariant(); }");
        var running = _console.EvaluateAsync("#r \"nuget: Acme.Text\"\nText.Shout(\"a\")");
        plugin.Unload();
        (await ForgotAsync()).Names.ShouldBe(["greeter"]);
        (await plugin.IsFreedAsync()).ShouldBeTrue();
        running.IsCompleted.ShouldBeFalse();
        ready.SetResult();
        (await running).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("\"A\"");
    }

    [Fact]
    public async Task Forgetting_IsAudited()
    {
        var plugin = PluginStub.Load();
        await EnterAsync("var greeter = new Greeting.Greeter();");
        plugin.Unload();
        await ForgotAsync();
        var audited = _engine.Audit.Events.Single(each => each.Action == "prompt.letgo");
        (audited.Subject, audited.Detail, audited.Actor).ShouldBe(("greeting", "greeter", "root"));
        (await plugin.IsFreedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Holder_SaysWhoHoldsWhat_BeforeThePluginGoes()
    {
        var holder = new PromptHolder(_engine.Engine);
        var plugin = PluginStub.Load();
        holder.FindHeld(["greeting"]).ShouldBeEmpty();
        await EnterAsync("var greeter = new Greeting.Greeter(); int Use() => greeter.Greet().Length;", "var mine = 1;", "var list = new List<object> { greeter };");
        using var other = _consoles.Open(EngineFixture.Operator with { UserId = "9", UserName = "ann" }, EngineFixture.Local);
        await other.EvaluateAsync("var hers = new Greeting.Greeter();");
        await using var session = await _engine.OpenAsync();
        await session.Run("var theirs = new Greeting.Greeter();");
        holder.FindHeld(["mail", "greeting"]).Select(hold => $"{hold}").ShouldBe(
        [
            "a session of root over test holds theirs", "console 1 of root holds greeter, Use, list", "console 2 of ann holds hers",
        ]);
        holder.FindHeld(["mail"]).ShouldBeEmpty();
        await session.DisposeAsync();
        plugin.Unload();
        await ForgotAsync();
        (await plugin.IsFreedAsync()).ShouldBeTrue();
        holder.FindHeld(["greeting"]).ShouldBeEmpty();
    }

    private async Task EnterAsync(params string[] entries)
    {
        foreach (var entry in entries)
        {
            var result = await _console.EvaluateAsync(entry);
            if (result is not PromptResult.Completed) throw new InvalidOperationException($"{entry}: {result} {(result as PromptResult.Invalid)?.Diagnostics[0]}");
        }
    }

    private async Task<string> TextAsync(string code)
    {
        var result = await _console.EvaluateAsync(code);
        return result is PromptResult.Completed { Value: PromptValue.Scalar scalar } ? scalar.Text
            : throw new InvalidOperationException($"{code}: {result} {(result as PromptResult.Invalid)?.Diagnostics[0]}");
    }

    private async Task<PromptEvent.Forgot> ForgotAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        await foreach (var each in _console.ReadAllAsync(0, limit.Token))
        {
            if (each is PromptEvent.Forgot forgot) return forgot;
        }

        throw new InvalidOperationException("The console was closed, or said nothing of a plugin.");
    }
}
