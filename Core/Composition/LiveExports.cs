using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Composition;

/// <summary>The live set a plugin imports. Written on the lifecycle thread, read from any.</summary>
internal sealed class LiveExports<T>(ContractKey contract, TimeProvider timeProvider, ILogger logger) : LiveExportSet, ILiveExports<T> where T : class
{
    /// <summary>How long a subscriber may take; one that takes longer hears no more.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private ImmutableArray<LiveExport<T>> _current = [];
    private ImmutableArray<Subscription> _subscriptions = [];

    public override ContractKey Contract => contract;

    public ImmutableArray<LiveExport<T>> Current
    {
        get => ImmutableInterlocked.InterlockedCompareExchange(ref _current, default, default);
        private set => ImmutableInterlocked.InterlockedExchange(ref _current, value);
    }

    public IDisposable Subscribe(Action<LiveExportsChange<T>> onChange)
    {
        ArgumentNullException.ThrowIfNull(onChange);
        var subscription = new Subscription(this, onChange);
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(subscription));
        return subscription;
    }

    public override void Fill(IReadOnlyList<BridgedExport> exports) => Current = Of(exports);

    public override async Task UpdateAsync(IReadOnlyList<BridgedExport> exports)
    {
        // By reference: a plugin's own idea of equality does not count, and none of its code runs here.
        var before = Current;
        var after = Of(exports);
        var added = Enumerable.Except<LiveExport<T>>(after, before, ReferenceEqualityComparer.Instance).ToImmutableArray();
        var removed = Enumerable.Except<LiveExport<T>>(before, after, ReferenceEqualityComparer.Instance).ToImmutableArray();
        Current = after;
        if (added.IsEmpty && removed.IsEmpty) return;
        var change = new LiveExportsChange<T>(added, removed);
        foreach (var subscription in _subscriptions) await TellAsync(subscription, change).ConfigureAwait(false);
    }

    public override void Close()
    {
        ImmutableInterlocked.InterlockedExchange(ref _subscriptions, []);
        Current = [];
    }

    private ImmutableArray<LiveExport<T>> Of(IReadOnlyList<BridgedExport> exports)
    {
        var before = Current;
        return [.. exports.Where(export => export.Value is T).Select(export => Kept(before, export))];
    }

    /// <summary>The entry already in the set where the same instance stays, so that it is neither added nor removed.</summary>
    private static LiveExport<T> Kept(ImmutableArray<LiveExport<T>> before, BridgedExport export) =>
        before.FirstOrDefault(item => ReferenceEquals(item.Value, export.Value) && ReferenceEquals(item.Metadata, export.Metadata))
            ?? new LiveExport<T>(export.PluginId, (T)export.Value, export.Metadata);

    private async Task TellAsync(Subscription subscription, LiveExportsChange<T> change)
    {
        try
        {
            await Task.Run(() => subscription.OnChange(change)).WaitAsync(Limit, timeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            subscription.Dispose();
            CompositionLog.SubscriberHung(logger, contract.TypeName, Limit);
        }
#pragma warning disable CA1031 // A subscriber is a plugin's code: whatever it throws is its own failure and must not stop the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            CompositionLog.SubscriberThrew(logger, contract.TypeName, exception);
        }
    }

    private sealed class Subscription(LiveExports<T> owner, Action<LiveExportsChange<T>> onChange) : IDisposable
    {
        public Action<LiveExportsChange<T>> OnChange => onChange;

        public void Dispose() => ImmutableInterlocked.Update(ref owner._subscriptions, list => list.Remove(this));
    }
}
