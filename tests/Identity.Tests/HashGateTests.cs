using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Tests;

public sealed class HashGateTests : IDisposable
{
    private readonly TestPluginContext _context = new("identity", new IdentityOptions { MaxConcurrentHashes = 2, MaxQueuedHashes = 3 });
    private readonly ManualResetEventSlim _finish = new();
    private readonly HashGate _gate;
    private int _running;
    private int _most;

    public HashGateTests() => _gate = new HashGate(_context);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _gate.Dispose();
        _finish.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task Work_BeyondTheSlots_WaitsAndBeyondTheQueueLoginsAreRefused()
    {
        var admitted = Enumerable.Range(0, 5).Select(_ => _gate.RunAsync(Work, isLogin: true, Token)).ToArray();
        await Should.ThrowAsync<HashQueueFullException>(() => _gate.RunAsync(Work, isLogin: true, Token));
        var change = _gate.RunAsync(Work, isLogin: false, Token);
        change.IsCompleted.ShouldBeFalse("a change of a user waits however many do");
        _finish.Set();
        await Task.WhenAll([.. admitted, change]);
        _most.ShouldBeLessThanOrEqualTo(2);
        (await _gate.RunAsync(Work, isLogin: true, Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Work_ThatThrows_GivesItsSlotBack()
    {
        for (var i = 0; i < 5; i++)
        {
            await Should.ThrowAsync<FormatException>(() => _gate.RunAsync<int>(() => throw new FormatException(), isLogin: true, Token));
        }
    }

    [Fact]
    public async Task Waiting_ThatIsCancelled_GivesItsPlaceBack()
    {
        using var cancellation = new CancellationTokenSource();
        Task<int>[] running = [_gate.RunAsync(Work, true, Token), _gate.RunAsync(Work, true, Token)];
        var waiting = Enumerable.Range(0, 3).Select(_ => _gate.RunAsync(Work, true, cancellation.Token)).ToArray();
        await cancellation.CancelAsync();
        foreach (var task in waiting) await Should.ThrowAsync<OperationCanceledException>(() => task);
        var next = _gate.RunAsync(Work, true, Token);
        _finish.Set();
        await Task.WhenAll([.. running, next]);
    }

    [Fact]
    public async Task Work_RunsOffTheThreadPool() =>
        (await _gate.RunAsync(() => Thread.CurrentThread.IsThreadPoolThread, isLogin: true, Token)).ShouldBeFalse();

    private int Work()
    {
        var running = Interlocked.Increment(ref _running);
        _most = Math.Max(_most, running);
        _finish.Wait(TimeSpan.FromSeconds(30));
        Interlocked.Decrement(ref _running);
        return 1;
    }
}
