using Microsoft.Extensions.Time.Testing;
using PluginFramework.Scripting.Compilation;

namespace PluginFramework.Scripting.Tests;

/// <summary>Questions to the compiler that do not end by themselves.</summary>
public sealed class EditingAidTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly EditingAid _aid;

    public EditingAidTests() => _aid = new EditingAid(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _end.Set();
        _end.Dispose();
    }

    [Fact]
    public async Task Ask_WithinTheLimit_GivesTheAnswer() => (await _aid.AskAsync(_ => 1, 0, Token)).ShouldBe(1);

    [Fact]
    public async Task Ask_BeyondTheLimit_GivesTheOtherAnswerAndTellsTheQuestionToStop()
    {
        var stop = CancellationToken.None;
        using var asked = new ManualResetEventSlim();
        var answer = _aid.AskAsync(token => Begin(asked, stop = token), 0, Token);
        asked.Wait(Token);
        answer.IsCompleted.ShouldBeFalse();
        _time.Advance(EditingAid.Limit);
        (await answer.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe(0);
        stop.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Ask_WhileEarlierQuestionsDoNotEnd_WaitsForItsTurn()
    {
        var stuck = Enumerable.Range(0, EditingAid.MaxOpen).Select(_ => _aid.AskAsync(_ => Wait(), 0, Token)).ToArray();
        _time.Advance(EditingAid.Limit);
        (await Task.WhenAll(stuck).WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldAllBe(answer => answer == 0);
        var late = _aid.AskAsync(_ => 1, 2, Token);
        _time.Advance(EditingAid.Limit);
        (await late.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe(2);

        using var cancel = new CancellationTokenSource();
        var givenUp = _aid.AskAsync(_ => 1, 2, cancel.Token);
        var next = _aid.AskAsync(_ => 1, 2, Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(givenUp.WaitAsync(TimeSpan.FromSeconds(30), Token));
        next.IsCompleted.ShouldBeFalse();
        _end.Set();
        (await next.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Ask_WhenTheCallerGivesUp_IsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var answer = _aid.AskAsync(_ => Wait(), 0, cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(answer.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task Ask_OfAQuestionThatThrows_Throws() =>
        (await Should.ThrowAsync<FormatException>(_aid.AskAsync<int>(_ => throw new FormatException("bad"), 0, Token))).Message.ShouldBe("bad");

    private int Begin(ManualResetEventSlim asked, CancellationToken _)
    {
        asked.Set();
        return Wait();
    }

    private int Wait()
    {
        _end.Wait(CancellationToken.None);
        return 1;
    }
}
