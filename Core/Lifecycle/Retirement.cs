using Microsoft.Extensions.Logging;
using PluginFramework.Loader.Contexts;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Stops instances that have been replaced or removed, batch after batch, so that a provider is never stopped before the consumers of an
/// earlier batch. Within a batch all connections drain together, then consumers stop before providers. Unloading is verified afterwards.
/// </summary>
internal sealed class Retirement(Retirement.Limits limits, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>Guards <see cref="_chain"/>, <see cref="_unloads"/> and the writing of <see cref="Leaks"/>.</summary>
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _unloads = [];
    private Task _chain = Task.CompletedTask;
    private int _pending;

    /// <summary>How long things may take.</summary>
    /// <param name="Drain">For connections to finish.</param>
    /// <param name="Stop">For each service or part to stop.</param>
    /// <param name="Unload">For the load context to be freed.</param>
    public sealed record Limits(TimeSpan Drain, TimeSpan Stop, TimeSpan Unload);

    /// <summary>What still held plugins that were stopped, the newest last; at most 64.</summary>
    public IReadOnlyCollection<Leak> Leaks { get; private set; } = [];

    /// <summary>Instances that are being stopped or whose unload is not verified yet.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>A plugin that was stopped and stayed in memory.</summary>
    public sealed record Leak(string PluginId, string Version, string Holders);

    /// <summary>Queues a batch.</summary>
    /// <param name="instances">Consumers before providers.</param>
    public void Add(IReadOnlyCollection<PluginInstance> instances)
    {
        if (instances.Count == 0) return;
        Interlocked.Add(ref _pending, instances.Count);
        var batch = new List<PluginInstance>(instances);
        lock (_lock) _chain = NextAsync(_chain, batch);
    }

    /// <summary>When all that was queued has stopped and, if asked for, its unload has been verified or given up.</summary>
    public async Task WhenIdleAsync(bool verifyUnloads)
    {
        while (true)
        {
            Task chain;
            Task[] unloads;
            lock (_lock)
            {
                chain = _chain;
                unloads = verifyUnloads ? [.. _unloads] : [];
            }

            await chain.ConfigureAwait(false);
            await Task.WhenAll(unloads).ConfigureAwait(false);
            lock (_lock)
            {
                if (ReferenceEquals(chain, _chain) && (!verifyUnloads || _unloads.Count == 0)) return;
            }
        }
    }

    private async Task NextAsync(Task previous, List<PluginInstance> batch)
    {
        await previous.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await Task.WhenAll(batch.Select(instance => instance.DrainAsync(limits.Drain))).ConfigureAwait(false);
        foreach (var instance in batch)
        {
            if (await instance.StopAsync(limits.Stop, timeProvider, logger).ConfigureAwait(false) is not { } loaded)
            {
                Interlocked.Decrement(ref _pending);
                continue;
            }

            var unload = UnloadAsync(loaded, instance.Id, instance.Node.Candidate.Manifest!.Version);
            lock (_lock) _unloads.Add(unload);
            _ = unload.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        // The list lives on in this task's state for as long as the chain remembers the task.
        batch.Clear();
    }

    private void Forget(Task unload)
    {
        lock (_lock) _unloads.Remove(unload);
    }

    private async Task UnloadAsync(LoadedPlugin loaded, string id, string version)
    {
        await Task.Yield();
        var result = await loaded.UnloadAsync(limits.Unload, CancellationToken.None).ConfigureAwait(false);
        Interlocked.Decrement(ref _pending);
        if (result.IsFreed)
        {
            LifecycleLog.Unloaded(logger, id, version);
            return;
        }

        var holders = result.Holders.IsEmpty ? "nothing that could be found" : string.Join("; ", result.Holders);
        LifecycleLog.StillHeld(logger, id, version, holders);
        lock (_lock) Leaks = [.. Leaks.TakeLast(63), new Leak(id, version, holders)];
    }
}
