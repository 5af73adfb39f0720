using System.Collections.Immutable;
using PluginFramework.Plugins;

namespace PluginFramework.TestUtilities;

/// <summary>A live set that a test fills by hand.</summary>
public sealed class LiveExportsFake<T>(params T[] values) : ILiveExports<T> where T : class
{
    private readonly List<Action<LiveExportsChange<T>>> _subscribers = [];

    public ImmutableArray<LiveExport<T>> Current { get; private set; } = [.. values.Select(Wrap)];

    public IDisposable Subscribe(Action<LiveExportsChange<T>> onChange)
    {
        _subscribers.Add(onChange);
        return new Subscription(() => _subscribers.Remove(onChange));
    }

    public void Add(T value)
    {
        var export = Wrap(value);
        Current = Current.Add(export);
        Publish(new([export], []));
    }

    public void Remove(T value)
    {
        var export = Current.First(item => ReferenceEquals(item.Value, value));
        Current = Current.Remove(export);
        Publish(new([], [export]));
    }

    private static LiveExport<T> Wrap(T value) => new("test", value, ImmutableDictionary<string, object?>.Empty);

    private void Publish(LiveExportsChange<T> change)
    {
        foreach (var subscriber in _subscribers.ToArray()) subscriber(change);
    }

    private sealed class Subscription(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
