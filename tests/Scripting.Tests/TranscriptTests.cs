using Microsoft.Extensions.Time.Testing;
using PluginFramework.Prompt;
using PluginFramework.Scripting.Consoles;

namespace PluginFramework.Scripting.Tests;

public sealed class TranscriptTests
{
    private readonly Transcript _transcript = new(new FakeTimeProvider());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Events_BeyondTheirNumber_AreDroppedFromTheBeginning()
    {
        for (var i = 1; i <= Transcript.MaxEvents; i++) Enter(i, "1");
        var events = _transcript.Read(0);
        events.Length.ShouldBeLessThanOrEqualTo(Transcript.MaxEvents);
        events[0].ShouldBeOfType<PromptEvent.Entered>("an entry goes with its end");
        events[^1].ShouldBeOfType<PromptEvent.Ended>().Entry.ShouldBe(Transcript.MaxEvents);
    }

    [Fact]
    public void Events_BeyondTheirSize_AreDropped_ButTheLast()
    {
        for (var i = 1; i <= 100; i++) Enter(i, new string('x', 100_000));
        _transcript.Read(0).OfType<PromptEvent.Entered>().Sum(each => (long)each.Code.Length).ShouldBeInRange(1, Transcript.MaxSize);
        Enter(101, new string('x', (int)Transcript.MaxSize + 1));
        _transcript.Read(0).ShouldHaveSingleItem().ShouldBeOfType<PromptEvent.Ended>();
    }

    [Fact]
    public async Task Output_InSmallPieces_IsFewEvents_AndNobodyReadsAnyTwice()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var reader = _transcript.ReadAllAsync(0, stop.Token).GetAsyncEnumerator(Token);
        var read = "";
        for (var i = 0; i < 2000; i++)
        {
            _transcript.Write(1, i * 5, $"{i:0000}\n");
            if (i % 7 != 0) continue;
            do
            {
                await reader.MoveNextAsync();
                var wrote = reader.Current.ShouldBeOfType<PromptEvent.Wrote>();
                wrote.Offset.ShouldBe(read.Length);
                read += wrote.Text;
            }
            while (read.Length < (i + 1) * 5);
        }

        _transcript.Read(0).Length.ShouldBe(3);
        string.Concat(_transcript.Read(0).OfType<PromptEvent.Wrote>().Select(each => each.Text)).ShouldStartWith(read);
        _transcript.End(1, new PromptResult.Completed(null));
        _transcript.Read(0).ShouldHaveSingleItem().ShouldBeOfType<PromptEvent.Ended>();
    }

    [Fact]
    public async Task Reading_CancelledWhileNothingHappens_Ends()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var reader = _transcript.ReadAllAsync(0, stop.Token).GetAsyncEnumerator(Token);
        var next = reader.MoveNextAsync().AsTask();
        await stop.CancelAsync();
        (await next.WaitAsync(TimeSpan.FromSeconds(30), Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Close_ForgetsAll_AndLaterEventsAreNone()
    {
        Enter(1, "1");
        _transcript.Close(null);
        Enter(2, "2");
        var read = new List<PromptEvent>();
        await foreach (var each in _transcript.ReadAllAsync(0, Token)) read.Add(each);
        read.ShouldHaveSingleItem().ShouldBeOfType<PromptEvent.Closed>();
    }

    private void Enter(int entry, string code)
    {
        _transcript.Append((id, at) => new PromptEvent.Entered(id, at, entry, new("root", "test"), code, []));
        _transcript.End(entry, new PromptResult.Completed(null));
    }
}
