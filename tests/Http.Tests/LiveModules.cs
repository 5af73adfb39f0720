using System.Collections.Immutable;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Tests;

/// <summary>Modules that a test brings and takes away, as the host would.</summary>
internal sealed class LiveModules : ILiveExports<IWebModule>
{
    private ImmutableArray<Action<LiveExportsChange<IWebModule>>> _subscribers = [];

    public ImmutableArray<LiveExport<IWebModule>> Current { get; private set; } = [];

    public IDisposable Subscribe(Action<LiveExportsChange<IWebModule>> onChange)
    {
        _subscribers = _subscribers.Add(onChange);
        return new Subscription(() => _subscribers = _subscribers.Remove(onChange));
    }

    public IWebModule Add(string prefix, IWebModule module, string? title = null)
    {
        Change(Current.Add(Export(prefix, module, title)));
        return module;
    }

    public void Remove(IWebModule module) => Change(Current.RemoveAll(export => ReferenceEquals(export.Value, module)));

    public IWebModule Replace(IWebModule before, string prefix, IWebModule after)
    {
        Change(Current.RemoveAll(export => ReferenceEquals(export.Value, before)).Add(Export(prefix, after, null)));
        return after;
    }

    private static LiveExport<IWebModule> Export(string prefix, IWebModule module, string? title) =>
        new("test", module, new Dictionary<string, object?> { ["Prefix"] = prefix, ["Title"] = title });

    private void Change(ImmutableArray<LiveExport<IWebModule>> after)
    {
        var change = new LiveExportsChange<IWebModule>(after.RemoveRange(Current), Current.RemoveRange(after));
        Current = after;
        foreach (var subscriber in _subscribers) subscriber(change);
    }

    private sealed class Subscription(Action onDispose) : IDisposable
    {
        public void Dispose() => onDispose();
    }
}
