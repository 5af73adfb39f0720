namespace PluginFramework.Core.Startup;

/// <summary>
/// Gives memory back when the process comes to rest after work, first of all after its start. The runtime would keep it for as much work to come.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="allocated">How many octets have been allocated so far.</param>
/// <param name="collect">Collects and gives back.</param>
internal sealed class RestingMemory(TimeProvider clock, Func<long> allocated, Action collect)
{
    /// <summary>What is worth a collection, in octets.</summary>
    public const long Work = 32 << 20;

    /// <summary>What is allocated an interval at rest at most, in octets.</summary>
    public const long Rest = 128 << 10;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static RestingMemory OfProcess(TimeProvider clock) => new(
        clock, static () => GC.GetTotalAllocatedBytes(),
        static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));

    /// <summary>Watches until it is stopped.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task WatchAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var (collected, last) = (0L, 0L);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            var now = allocated();
            if (now - last <= Rest && now - collected >= Work)
            {
                collect();
                collected = now;
            }

            last = now;
        }
    }
}
