using System.Threading.Channels;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Runs changes one at a time, in the order asked for: the lifecycle thread, in effect.</summary>
internal sealed class LifecycleQueue : IAsyncDisposable
{
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly Task _loop;

    public LifecycleQueue() => _loop = Task.Run(LoopAsync);

    /// <summary>Queues a change and returns when it is done.</summary>
    /// <exception cref="ObjectDisposedException">The host has stopped.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> change)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        ObjectDisposedException.ThrowIf(!_work.Writer.TryWrite(StepAsync), this);
        return await done.Task.ConfigureAwait(false);

        async Task StepAsync()
        {
            try
            {
                done.SetResult(await change().ConfigureAwait(false));
            }
#pragma warning disable CA1031 // Handed on to who asked.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                done.SetException(exception);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<Task> change) => RunAsync(async () =>
    {
        await change().ConfigureAwait(false);
        return true;
    });

    /// <summary>Finishes what is queued and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        await foreach (var step in _work.Reader.ReadAllAsync().ConfigureAwait(false)) await step().ConfigureAwait(false);
    }
}
