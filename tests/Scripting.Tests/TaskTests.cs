using System.Runtime.CompilerServices;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Consoles;
using PluginFramework.Scripting.Execution;

namespace PluginFramework.Scripting.Tests;

/// <summary>Tasks that entries leave running.</summary>
public sealed class TaskTests
{
    private const string Gate = "static class Gate { public static readonly TaskCompletionSource Open = new(); public static readonly TaskCompletionSource<int> Number = new(); "
        + "public static async Task<string> Word(string word) { await Open.Task; return word; } "
        + "public static async ValueTask<string> Value(string word) { await Open.Task; return word; } "
        + "public static async Task Fail() { await Open.Task; throw new InvalidOperationException(\"broken\"); } }";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Gate.Word(\"a\");", "", "\"a\"")]
    [InlineData("_ = Gate.Word(\"a\");", "", "\"a\"")]
    [InlineData("var word = Gate.Word(\"a\");", "word", "\"a\"")]
    [InlineData("var word = Gate.Value(\"a\");", "word", "\"a\"")]
    [InlineData("Task word = Gate.Word(\"a\"); 1", "word", "\"a\"")]
    [InlineData("Gate.Value(\"a\");", "", "\"a\"")]
    [InlineData("Gate.Open.Task.ContinueWith(_ => 5);", "", "5")]
    [InlineData("if (true) { Gate.Word(\"a\"); }", "", "\"a\"")]
    [InlineData("void Start() { Gate.Word(\"a\"); } Start();", "", "\"a\"")]
    [InlineData("new List<int> { 7 }.ForEach(n => Gate.Word($\"{n}\"));", "", "\"7\"")]
    [InlineData("new ValueTask<int>(Gate.Number.Task).AsTask().ContinueWith(done => Gate.Word(\"late\")); Gate.Word(\"a\");", "", "\"a\"")]
    public async Task Task_LeftRunning_IsToldWithItsValue(string code, string name, string value)
    {
        await using var place = await StartAsync(Gate, code);
        await place.OpenAsync();
        var told = await place.NextAsync();
        (told.Entry, told.Name).ShouldBe((2, name));
        told.Result.ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe(value);
    }

    [Fact]
    public async Task Task_ThatFails_IsToldWithWhatItThrew()
    {
        await using var place = await StartAsync(Gate, "Gate.Fail();");
        await place.OpenAsync();
        var threw = (await place.NextAsync()).Result.ShouldBeOfType<PromptResult.Threw>();
        (threw.Type, threw.Message).ShouldBe(("System.InvalidOperationException", "broken"));
        threw.StackTrace.ShouldContain("Gate.Fail");
    }

    [Fact]
    public async Task Task_ThatWasDroppedAndFailedAtOnce_IsTold()
    {
        await using var place = await StartAsync("Task.FromException(new InvalidOperationException(\"broken\"));");
        (await place.NextAsync()).Result.ShouldBeOfType<PromptResult.Threw>().Message.ShouldBe("broken");
    }

    [Fact]
    public async Task Task_ThatIsCancelled_IsTold()
    {
        await using var place = await StartAsync("var stop = new CancellationTokenSource(); Task.Delay(-1, stop.Token);", "stop.Cancel()");
        (await place.NextAsync()).Result.ShouldBeOfType<PromptResult.Cancelled>();
    }

    [Fact]
    public async Task Task_WithoutAResult_IsToldWithoutAValue()
    {
        await using var place = await StartAsync(Gate, "Task waiting = Gate.Open.Task;");
        await place.OpenAsync();
        var told = await place.NextAsync();
        told.Result.ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeNull();
        told.Result.Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Task_InAVariableOfAnEarlierEntry_IsToldOnceWithTheEntryThatStartedIt()
    {
        await using var place = await StartAsync(Gate, "Task<string> word = null;", "word = Gate.Word(\"a\"); 1", "1 + 1");
        await place.OpenAsync();
        (await place.NextAsync()).ShouldSatisfyAllConditions(told => told.Entry.ShouldBe(3), told => told.Name.ShouldBe("word"));
        await place.Console.EvaluateAsync("1");
        place.Told().Length.ShouldBe(1);
    }

    [Fact]
    public async Task ValueTask_InAVariable_CanStillBeAwaited()
    {
        await using var place = await StartAsync(Gate, "var word = Gate.Value(\"a\");");
        await place.OpenAsync();
        await place.NextAsync();
        (await place.Console.EvaluateAsync("await word + await word")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("\"aa\"");
    }

    [Theory]
    [InlineData("await Task.Yield();")]
    [InlineData("Task.CompletedTask;")]
    [InlineData("var done = Task.FromResult(1);")]
    [InlineData("Task.Delay(-1, new CancellationToken(true));")]
    [InlineData("var list = new List<Task> { Gate.Word(\"a\") };")]
    [InlineData("{ var local = Gate.Word(\"a\"); Console.Write(local.Id); }")]
    public async Task OtherTasks_AreNotTold(string code)
    {
        await using var place = await StartAsync(Gate, code);
        await place.OpenAsync();
        (await place.MarkAsync()).Name.ShouldBe("mark", "nothing came before");
    }

    [Theory]
    [InlineData("Task<int>[] Start() => new[] { Task.FromResult(1) }; Start();")]
    [InlineData("Task[] Start() => new Task[1]; Start();")]
    [InlineData("ValueTask<int>[] Start() => new ValueTask<int>[1]; Start();")]
    [InlineData("ref Task First(Task[] all) => ref all[0]; First(new Task[1]);")]
    [InlineData("T[] Start<T>() where T : Task => new T[1]; Start<Task<int>>();")]
    public async Task WhatIsMadeOfTasks_IsLeftAlone(string code)
    {
        await using var place = await StartAsync();
        (await place.Console.EvaluateAsync(code)).ShouldBeOfType<PromptResult.Completed>();
        (await place.MarkAsync()).Name.ShouldBe("mark", "nothing came before");
    }

    [Fact]
    public async Task ValueTask_ThatWasWaitedForAlready_HarmsNoEntryAfterIt()
    {
        await using var place = await StartAsync("var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1)); var tick = timer.WaitForNextTickAsync(); var first = await tick;");
        for (var i = 0; i < 2; i++)
            (await place.Console.EvaluateAsync("first")).ShouldBeOfType<PromptResult.Completed>().Value.ShouldBeOfType<PromptValue.Scalar>().Text.ShouldBe("true");
    }

    [Fact]
    public async Task ManyTasks_AreToldUpToALimit()
    {
        await using var place = await StartAsync(Gate, "for (var i = 0; i < 1000; i++) Gate.Word($\"{i}\");");
        await place.OpenAsync();
        for (var i = 0; i < PromptTasks.MaxDropped; i++) await place.NextAsync();
        await place.Console.EvaluateAsync("1");
        place.Told().Length.ShouldBe(PromptTasks.MaxDropped);
    }

    [Fact]
    public async Task Task_OfAResetConsole_IsNotToldAndHoldsNothing()
    {
        var timer = new TaskCompletionSource();
        await using var engine = new EngineFixture();
        var context = await LeaveRunningAsync(engine, timer.Task);
        for (var i = 0; i < 500 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, Token);
        }

        context.IsAlive.ShouldBeFalse("a task that goes on for ever holds nothing of the session");
        GC.KeepAlive(timer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> LeaveRunningAsync(EngineFixture engine, Task endless)
    {
        await using var consoles = new PromptConsoles(engine.Engine, engine.Context);
        using var console = consoles.Open(EngineFixture.Operator, EngineFixture.Local);
        AppDomain.CurrentDomain.SetData("endless", endless);
        try
        {
            await console.EvaluateAsync("record Item; var item = new Item(); var endless = (Task)AppDomain.CurrentDomain.GetData(\"endless\"); Task.WhenAny(endless);");
        }
        finally
        {
            AppDomain.CurrentDomain.SetData("endless", null);
        }

        var context = new WeakReference(System.Runtime.Loader.AssemblyLoadContext.All.Last(context => context.Name == EntryLoadContext.ContextName));
        await console.ResetAsync(Token);
        return context;
    }

    private static async Task<Place> StartAsync(params string[] entries)
    {
        var place = new Place();
        foreach (var entry in entries) await place.Console.EvaluateAsync(entry);
        return place;
    }

    private sealed class Place : IAsyncDisposable
    {
        private readonly EngineFixture _engine = new();
        private readonly PromptConsoles _consoles;
        private readonly IAsyncEnumerator<PromptEvent> _events;

        public Place()
        {
            _consoles = new(_engine.Engine, _engine.Context);
            Console = _consoles.Open(EngineFixture.Operator, EngineFixture.Local);
            _events = Console.ReadAllAsync(0, Token).GetAsyncEnumerator(Token);
        }

        public IPromptConsole Console { get; }

        public async Task OpenAsync() => (await Console.EvaluateAsync("Gate.Open.SetResult()")).ShouldBeOfType<PromptResult.Completed>();

        /// <summary>What is told first, where a task that ends only after its entry is the last to be told.</summary>
        public async Task<PromptEvent.TaskEnded> MarkAsync()
        {
            await Console.EvaluateAsync("var source = new TaskCompletionSource(); var mark = source.Task;");
            (await Console.EvaluateAsync("source.SetResult()")).ShouldBeOfType<PromptResult.Completed>();
            return await NextAsync();
        }

        public PromptEvent.TaskEnded[] Told() => [.. Console.Read().OfType<PromptEvent.TaskEnded>()];

        public async Task<PromptEvent.TaskEnded> NextAsync()
        {
            while (await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token))
            {
                if (_events.Current is PromptEvent.TaskEnded told) return told;
            }

            throw new InvalidOperationException("The console was closed.");
        }

        public async ValueTask DisposeAsync()
        {
            await _events.DisposeAsync();
            await _consoles.DisposeAsync();
            await _engine.DisposeAsync();
        }
    }
}
