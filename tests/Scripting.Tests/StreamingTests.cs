using Microsoft.Extensions.Time.Testing;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Tests;

public sealed class StreamingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Output_ComesWhileTheEntryRuns()
    {
        await using var engine = new EngineFixture(new ScriptingOptions { TimeLimit = TimeSpan.FromMinutes(1) });
        var session = await engine.OpenAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = new TaskCompletionSource<string>();
        var running = session.EvaluateStreamedAsync("Console.Write(\"now\"); while (true) { }", piece =>
        {
            first.TrySetResult(piece);
            return ValueTask.CompletedTask;
        }, stop.Token);
        (await first.Task.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe("now");
        running.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        (await running).ShouldBeOfType<PromptResult.Cancelled>().Output.ShouldBe("now");
    }

    [Theory]
    [InlineData("for (var i = 0; i < 20000; i++) Console.Write(\"ab\\n\");")]
    [InlineData("for (var i = 0; i < 30000; i++) Console.Write(\"\\ud83d\\ude00\");")]
    [InlineData("Console.Write(new string('\\u20ac', 100000))")]
    public async Task Pieces_MakeUpTheOutputOfTheResult(string code)
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var pieces = new List<string>();
        var result = await session.EvaluateStreamedAsync(code, piece =>
        {
            pieces.Add(piece);
            return ValueTask.CompletedTask;
        }, Token);
        result.ShouldBeOfType<PromptResult.Completed>();
        string.Concat(pieces).ShouldBe(result.Output);
        pieces.Count.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Sink_ThatNeverReturns_DoesNotHoldTheEntryUp()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var never = new TaskCompletionSource();
        var running = session.EvaluateStreamedAsync("Console.Write(new string('x', 100000)); 5", _ => new ValueTask(never.Task), Token);
        var result = (await running.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBeOfType<PromptResult.Completed>();
        result.Output.Length.ShouldBe(64 * 1024);
        (await session.Text("1 + 1")).ShouldBe("2");
        never.SetResult();
    }

    [Fact]
    public async Task Sink_ThatThrows_LeavesTheResult()
    {
        await using var engine = new EngineFixture();
        var session = await engine.OpenAsync();
        var result = await session.EvaluateStreamedAsync("Console.Write(1); 5", _ => throw new FormatException(), Token);
        result.ShouldBeOfType<PromptResult.Completed>().Output.ShouldBe("1");
        engine.Audit.Events.ShouldContain(e => e.Action == "prompt.evaluate" && e.Outcome == "ok");
    }

    [Fact]
    public async Task Output_WithAClockThatStandsStill_ComesAtTheEnd()
    {
        await using var engine = new EngineFixture(time: new FakeTimeProvider());
        var session = await engine.OpenAsync();
        var pieces = new List<string>();
        await session.EvaluateStreamedAsync("Console.Write(1); await Task.Yield(); Console.Write(2);", piece =>
        {
            pieces.Add(piece);
            return ValueTask.CompletedTask;
        }, Token);
        string.Concat(pieces).ShouldBe("12");
    }
}
