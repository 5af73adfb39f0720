using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Loader.Manifests;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Composition;

/// <summary>The live set a plugin imports. Written on the lifecycle thread, read from any.</summary>
internal sealed class LiveExports<T>(ContractKey contract, ILogger logger) : LiveExportSet, ILiveExports<T> where T : class
{
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

    public override void Update(IReadOnlyList<BridgedExport> exports)
    {
        var before = Current;
        var after = exports.Where(export => export.Value is T).Select(export => Kept(before, export)).ToImmutableArray();
        if (before.SequenceEqual(after)) return;
        Current = after;
        var change = new LiveExportsChange<T>([.. after.Except(before)], [.. before.Except(after)]);
        foreach (var subscription in _subscriptions) Tell(subscription, change);
    }

    public override void Close()
    {
        ImmutableInterlocked.InterlockedExchange(ref _subscriptions, []);
        Current = [];
    }

    /// <summary>The entry already in the set where the same instance stays, so that it is neither added nor removed.</summary>
    private static LiveExport<T> Kept(ImmutableArray<LiveExport<T>> before, BridgedExport export) =>
        before.FirstOrDefault(item => ReferenceEquals(item.Value, export.Value) && ReferenceEquals(item.Metadata, export.Metadata))
            ?? new LiveExport<T>(export.PluginId, (T)export.Value, export.Metadata);

    private void Tell(Subscription subscription, LiveExportsChange<T> change)
    {
        try
        {
            subscription.OnChange(change);
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
