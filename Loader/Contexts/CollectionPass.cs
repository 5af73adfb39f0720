namespace PluginFramework.Loader.Contexts;

/// <summary>Garbage collections on behalf of unloads: one serves all that wait for it.</summary>
internal static class CollectionPass
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    // Guards _next.
    private static readonly Lock Gate = new();
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static Task? _next;

    /// <summary>Collects until the target is dead or the limit has passed.</summary>
    public static async Task<bool> UntilDeadAsync(WeakReference target, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = TimeSpan.Zero;
        while (true)
        {
            await RunAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!target.IsAlive) return true;
            var left = limit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return false;
            // The first collection finds the context unreachable, its finalizers let go of the loader's own handles, and the second
            // one frees it; only after that is there something to wait for.
            if (pause > TimeSpan.Zero) await Task.Delay(pause < left ? pause : left, time, cancellationToken).ConfigureAwait(false);
            pause = pause == TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : pause < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Completes after a collection that began after this call.</summary>
    private static Task RunAsync()
    {
        lock (Gate) return _next ??= Task.Run(CollectAsync);
    }

    private static async Task CollectAsync()
    {
        await Turn.WaitAsync().ConfigureAwait(false);
        try
        {
            lock (Gate) _next = null;
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            Turn.Release();
        }
    }
}
