using Microsoft.Extensions.Logging;
using PluginFramework.Loader.Contexts;

namespace PluginFramework.Core.Lifecycle;

/// <summary>
/// Stops instances that have been replaced or removed, batch after batch, so that a provider is never stopped before the consumers of an
/// earlier batch. Within a batch all connections drain together, then consumers stop before providers. Unloading is verified afterwards.
/// </summary>
internal sealed class Retirement(TimeProvider timeProvider, ILogger logger)
{
    /// <summary>How long a part or service of a plugin may take to stop.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long a load context may take to be freed before what holds it is looked for.</summary>
    private static readonly TimeSpan UnloadLimit = TimeSpan.FromSeconds(10);

    /// <summary>Guards <see cref="_chain"/>, <see cref="_draining"/>, <see cref="_unloads"/> and the writing of <see cref="Leaks"/>.</summary>
    private readonly Lock _lock = new();
    private readonly List<PluginInstance> _draining = [];
    private readonly HashSet<Task> _unloads = [];
    private Task _chain = Task.CompletedTask;
    private int _pending;

    /// <summary>How long connections may take to finish.</summary>
    public TimeSpan DrainLimit { get; set; }

    /// <summary>Called on any thread when an instance has gone, or <see cref="Leaks"/> has got one more.</summary>
    public event Action? Changed;

    /// <summary>The instances that are being drained and stopped.</summary>
    public IReadOnlyCollection<PluginInstance> Draining
    {
        get
        {
            lock (_lock) return [.. _draining];
        }
    }

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
        lock (_lock)
        {
            _draining.AddRange(batch);
            _chain = NextAsync(_chain, batch);
        }
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
        await Task.WhenAll(batch.Select(instance => instance.DrainAsync(DrainLimit))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var instance in batch)
        {
            var loaded = await instance.StopAsync(StopLimit, timeProvider, logger).ConfigureAwait(false);
            lock (_lock) _draining.Remove(instance);
            if (loaded is null)
            {
                Interlocked.Decrement(ref _pending);
                continue;
            }

            var unload = UnloadAsync(loaded, instance.Id, instance.Version);
            lock (_lock) _unloads.Add(unload);
            _ = unload.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        // The list lives on in this task's state for as long as the chain remembers the task.
        batch.Clear();
        Changed?.Invoke();
    }

    private void Forget(Task unload)
    {
        lock (_lock) _unloads.Remove(unload);
    }

    private async Task UnloadAsync(LoadedPlugin loaded, string id, string version)
    {
        await Task.Yield();
        var result = await loaded.UnloadAsync(UnloadLimit, CancellationToken.None).ConfigureAwait(false);
        Interlocked.Decrement(ref _pending);
        if (result.IsFreed)
        {
            LifecycleLog.Unloaded(logger, id, version);
            return;
        }

        var holders = result.Holders.IsEmpty ? "nothing that could be found" : string.Join("; ", result.Holders);
        LifecycleLog.StillHeld(logger, id, version, holders);
        lock (_lock) Leaks = [.. Leaks.TakeLast(63), new Leak(id, version, holders)];
        Changed?.Invoke();
    }
}
