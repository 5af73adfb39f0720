using System.Diagnostics;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Tests;

/// <summary>Entries that do not end by themselves, in real time: the limit is short, and what runs beyond it would fail these tests.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly EngineFixture _engine = new(new ScriptingOptions { TimeLimit = Limit });
    private IPromptSession _session = null!;

    public async ValueTask InitializeAsync()
    {
        // The compiler's own first second is not to count.
        await using var warm = new EngineFixture();
        await (await warm.OpenAsync()).Run("Enumerable.Range(0, 3).Select(x => new { x }).ToList()");
        _session = await _engine.OpenAsync();
    }

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;);")]
    [InlineData("do { } while (true);")]
    [InlineData("again: goto again;")]
    [InlineData("foreach (var x in Forever()) { } IEnumerable<int> Forever() { while (true) yield return 1; }")]
    [InlineData("again: try { while (true) { } } catch { goto again; }")]
    [InlineData("while (true) try { while (true) { } } catch { } finally { while (true) { } }")]
    [InlineData("void F() { while (true) { } } F();")]
    [InlineData("Action f = () => { for (;;) { } }; f();")]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(90)")]
    [InlineData("Func<int, long> f = null; f = n => n < 2 ? n : f(n - 1) + f(n - 2); f(90)")]
    [InlineData("Enumerable.Repeat(1, int.MaxValue).Select(x => x).Where(x => x < 0).Count()")]
    [InlineData("await Task.Delay(-1)")]
    [InlineData("await Task.Yield(); while (true) { }")]
    [InlineData("await Task.Run(() => { while (true) { } })")]
    [InlineData("new TaskCompletionSource<int>().Task.Result")]
    [InlineData("Thread.Sleep(-1)")]
    [InlineData("new SemaphoreSlim(0).Wait()")]
    [InlineData("class Slow { public int P { get { while (true) { } } } } new Slow()")]
    [InlineData("class Slow { public override string ToString() { while (true) { } } } new Slow()")]
    [InlineData("Forever().Where(x => x > 1) ; IEnumerable<int> Forever() { while (true) yield return 1; } Forever().Where(x => x > 1)")]
    public async Task TimeLimit_StopsWhatNeverEnds(string code)
    {
        var clock = Stopwatch.StartNew();
        (await _session.Run(code)).ShouldBeOfType<PromptResult.TimedOut>().Limit.ShouldBe(Limit);
        clock.Elapsed.ShouldBeLessThan(Limit + TimeSpan.FromSeconds(2));
        (await _session.Text("1 + 1")).ShouldBe("2", "the session goes on");
        _engine.Engine.AbandonedThreads.ShouldBe(0);
        _engine.Audit.Events.ShouldContain(e => e.Action == "prompt.evaluate" && e.Outcome == "timed-out" && e.Detail == code && e.Actor == "root");
    }

    [Theory]
    [InlineData("int F(int n) => 1 + F(n + 1); F(0)")]
    [InlineData("Func<int, int> f = null; f = n => 1 + f(n + 1); f(0)")]
    [InlineData("class A { public int P => P + 1; } new A().P")]
    [InlineData("class A { A a = new A(); } new A()")]
    [InlineData("class A { public static A operator +(A x, A y) => (x + y) is A z ? z : x; } new A() + new A()")]
    [InlineData("record R { public R Self { get; set; } } var r = new R(); r.Self = r; r.ToString()")]
    [InlineData("IEnumerable<int> G() { foreach (var x in G()) yield return x; } G().Count()")]
    [InlineData("void Clean() { } int F(int n) { try { return 1 + F(n + 1); } finally { Clean(); } } F(0)")]
    [InlineData("int F(int n) { try { return 1 + F(n + 1); } finally { for (var i = 0; i < 3; i++) n++; } } F(0)")]
    [InlineData("await Task.Yield(); int F(int n) { try { return 1 + F(n + 1); } finally { F2(n); } } int F2(int n) => n == 0 ? 0 : n; F(0)")]
    public async Task Recursion_WithoutEnd_ThrowsAndTheProcessLives(string code)
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var threw = (await session.Run(code)).ShouldBeOfType<PromptResult.Threw>();
        threw.Type.ShouldBe(typeof(InsufficientExecutionStackException).FullName);
        threw.StackTrace.Split('\n').Length.ShouldBeLessThanOrEqualTo(64);
    }

    [Theory]
    [InlineData("int F(int n) { try { if (n == 3000) while (true) { } return 1 + F(n + 1); } finally { for (var i = 0; i < 3; i++) Clean(); } } void Clean() { } F(0)")]
    [InlineData("IEnumerable<int> G(int n) { if (n == 1500) while (true) { } foreach (var x in G(n + 1)) yield return x; } G(0).Count()")]
    public async Task TimeLimit_InDeepRecursion_StopsAndTheProcessLives(string code)
    {
        (await _session.Run(code)).ShouldBeOfType<PromptResult.TimedOut>();
        (await _session.Text("1 + 1")).ShouldBe("2");
        _engine.Engine.AbandonedThreads.ShouldBe(0);
    }

    [Fact]
    public async Task Recursion_OfAsyncMethods_EndsAndTheProcessLives()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        (await session.Run("async Task<int> G() => await G(); await G()")).ShouldBeOfType<PromptResult.Threw>()
            .Type.ShouldBe(typeof(InsufficientExecutionStackException).FullName);
    }

    [Fact]
    public async Task Cancellation_StopsATightLoopWithinASecond()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        await session.Value("1");
        using var cancel = new CancellationTokenSource();
        LimitTestsGate.Arrived = new TaskCompletionSource();
        var running = session.EvaluateAsync($"{typeof(LimitTestsGate).FullName}.Arrive(); while (true) {{ }}", cancel.Token);
        await LimitTestsGate.Arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        running.IsCompleted.ShouldBeFalse();
        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        engine.Audit.Events.Last().Outcome.ShouldBe("cancelled");
    }

    [Fact]
    public async Task PluginStop_CancelsARunningEntry()
    {
        var running = _session.Run("await Task.Delay(-1)");
        _engine.Context.Stop();
        (await running).ShouldBeOfType<PromptResult.Cancelled>();
    }

    [Fact]
    public async Task EntryThatCannotBeStopped_LocksItsSessionUntilReset()
    {
        // Waits in library code that takes the interruption for itself.
        LimitTestsGate.IsOpen = false;
        (await _session.Run($"{typeof(LimitTestsGate).FullName!}.WaitUnstoppably()")).ShouldBeOfType<PromptResult.TimedOut>();
        _engine.Engine.AbandonedThreads.ShouldBe(1);
        _engine.Audit.Events.ShouldContain(e => e.Action == "prompt.abandon");
        (await Should.ThrowAsync<InvalidOperationException>(_session.Run("1"))).Message.ShouldContain("reset");
        await _session.ResetAsync(TestContext.Current.CancellationToken);
        (await _session.Text("1")).ShouldBe("1");
        LimitTestsGate.IsOpen = true;
        SpinWait.SpinUntil(() => _engine.Engine.AbandonedThreads == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task WorkLeftRunning_EndsWithTheSessionAndTheProcessLives()
    {
        await using var engine = new EngineFixture(new ScriptingOptions { TimeLimit = TimeSpan.FromMinutes(1) });
        var session = await engine.OpenAsync();
        await session.Value("static class Alive { public static long Task, Thread; }");
        await session.Value("Task.Run(() => { while (true) Alive.Task++; });\nnew Thread(() => { for (var i = 0; i < 50_000_000; i++) Alive.Thread++; }) { IsBackground = true }.Start();");
        var task = (await session.Run("Task.Run(() => { while (true) { } }); Alive.Task")).ShouldBeOfType<PromptResult.Completed>();
        task.Value.ShouldNotBeNull();
        await session.ResetAsync(TestContext.Current.CancellationToken);
        (await session.Text("1 + 1")).ShouldBe("2");
    }

    [Fact]
    public async Task Output_BeyondTheBound_IsDropped()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var result = await session.Run("for (var i = 0; i < 2000; i++) Console.Write(new string('é', 1000)); 1");
        result.ShouldBeOfType<PromptResult.Completed>();
        System.Text.Encoding.UTF8.GetByteCount(result.Output).ShouldBe(64 * 1024);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("A<", ">")]
    [InlineData("$\"{", "}\"")]
    [InlineData("not ", "")]
    [InlineData("- ", "")]
    [InlineData("a.", "")]
    [InlineData("a::", "")]
    [InlineData("#if A\n", "")]
    [InlineData("partial ", "")]
    [InlineData("delegate*<", "")]
    [InlineData("new[]{", "}")]
    [InlineData("/* */", "")]
    public async Task Compiler_GivenNestingWithoutEnd_AnswersAndTheProcessLives(string open, string close)
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        foreach (var depth in new[] { 90, 60_000 / (open.Length + close.Length) })
        {
            var code = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
            session.IsComplete(code);
            await session.CompleteAsync(code, code.Length, TestContext.Current.CancellationToken);
            (await session.Run(code)).ShouldNotBeNull();
        }

        (await session.Text("1")).ShouldBe("1");
    }

    [Fact]
    public async Task Compiler_GivenAListOfThousands_Computes()
    {
        await using var engine = new EngineFixture();
        (await (await engine.OpenAsync()).Text($"new[] {{ {string.Join(',', Enumerable.Repeat("1", 20_000))} }}.Sum() + {string.Join('+', Enumerable.Repeat("1", 1000))}")).ShouldBe("21000");
    }
}
