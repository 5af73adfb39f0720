using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Lifecycle;

/// <summary>Runs changes one at a time, in the order asked for: the lifecycle thread, in effect.</summary>
internal sealed class LifecycleQueue : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly Task _loop;

    /// <param name="logger">Told of what fails without anybody waiting for it.</param>
    /// <param name="stopping">The host stops: what fails from then on is not told.</param>
    public LifecycleQueue(ILogger logger, CancellationToken stopping)
    {
        (_logger, _stopping) = (logger, stopping);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
    }

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

    /// <summary>For what happens by itself: carries a change out unless the host has stopped.</summary>
    /// <returns>Whether it was carried out.</returns>
    public async Task<bool> FollowAsync(Func<Task> change)
    {
        try
        {
            await RunAsync(change).ConfigureAwait(false);
            return true;
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped.
        }
#pragma warning disable CA1031 // Nobody is there to be told: it is logged, and the next picture is complete in itself.
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LifecycleLog.ReconcileFailed(_logger, exception);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }

        return false;
    }

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
