using System.Composition;
using PluginFramework.Plugins;

namespace PluginFramework.Identity;

/// <summary>Lets few slow hashes run at once, since each takes a processor and tens of megabytes.</summary>
/// <remarks>They run on threads of their own: on the pool's few threads they would hold up every connection.</remarks>
[Export, Shared]
[method: ImportingConstructor]
public sealed class HashGate(IPluginContext context) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(Slots(context.GetOptions<IdentityOptions>()));
    private readonly int _maxQueued = context.GetOptions<IdentityOptions>().MaxQueuedHashes;
    private int _queued;

    /// <summary>Runs the work when its turn comes. A login is turned away when too many wait; a change of a user waits its turn.</summary>
    /// <exception cref="HashQueueFullException">A login, and too many wait.</exception>
    internal async Task<T> RunAsync<T>(Func<T> work, bool isLogin, CancellationToken cancellationToken)
    {
        if (!_slots.Wait(0, CancellationToken.None)) await QueueAsync(isLogin, cancellationToken);
        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private static int Slots(IdentityOptions options) => options.MaxConcurrentHashes ?? Math.Clamp(Environment.ProcessorCount, 1, 4);

    private async Task QueueAsync(bool isLogin, CancellationToken cancellationToken)
    {
        var queued = Interlocked.Increment(ref _queued);
        try
        {
            if (isLogin && queued > _maxQueued) throw new HashQueueFullException();
            await _slots.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _queued);
        }
    }
}
