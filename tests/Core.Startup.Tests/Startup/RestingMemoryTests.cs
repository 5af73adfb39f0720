using Microsoft.Extensions.Time.Testing;

namespace PluginFramework.Core.Startup.Tests;

public sealed class RestingMemoryTests
{
    private readonly FakeTimeProvider _clock = new();
    private long _allocated;
    private int _collections;

    [Fact]
    public async Task Watch_WorkThenRest_CollectsOnce()
    {
        await using var watch = Watch();
        Pass(RestingMemory.Work);
        _collections.ShouldBe(0);
        Pass(RestingMemory.Rest);
        _collections.ShouldBe(1);
        Pass(0);
        _collections.ShouldBe(1);
    }

    [Fact]
    public async Task Watch_WorkWithoutRest_LeavesTheProcessAlone()
    {
        await using var watch = Watch();
        for (var i = 0; i < 10; i++) Pass(RestingMemory.Work);
        _collections.ShouldBe(0);
    }

    [Fact]
    public async Task Watch_RestAfterLittleWork_LeavesTheProcessAlone()
    {
        await using var watch = Watch();
        Pass(RestingMemory.Work);
        Pass(0);
        Pass(RestingMemory.Work - 1);
        Pass(0);
        _collections.ShouldBe(1);
        Pass(1);
        _collections.ShouldBe(2);
    }

    private void Pass(long octets)
    {
        _allocated += octets;
        _clock.Advance(RestingMemory.Interval);
    }

    private Watching Watch() => new(new RestingMemory(_clock, () => _allocated, () => _collections++));

    private sealed class Watching : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public Watching(RestingMemory memory) => _task = memory.WatchAsync(_stop.Token);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(_task);
            _stop.Dispose();
        }
    }
}
