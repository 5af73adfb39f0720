using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Execution;

/// <summary>Hears when the code of a plugin, or of a contract that plugins share, is about to be unloaded.</summary>
/// <param name="gone">Called once for each, on the thread that unloads it, which must not be held up.</param>
internal sealed class ContextWatch(Action<AssemblyLoadContext> gone) : IDisposable
{
    private readonly ConditionalWeakTable<AssemblyLoadContext, object> _known = [];
    private readonly Lock _lock = new(); // guards _isDisposed against listening after it
    private bool _isDisposed;

    /// <summary>Listens to what has come since the last time.</summary>
    public void Look()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            foreach (var context in Watchable())
            {
                if (_known.TryAdd(context, _known)) context.Unloading += OnUnloading;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        foreach (var context in Watchable()) context.Unloading -= OnUnloading;
    }

    private static IEnumerable<AssemblyLoadContext> Watchable()
    {
        var own = AssemblyLoadContext.GetLoadContext(typeof(ContextWatch).Assembly);
        return AssemblyLoadContext.All.Where(context =>
            context.IsCollectible && context != own && context.Name is not (EntryLoadContext.ContextName or PackageLoadContext.ContextName));
    }

    private void OnUnloading(AssemblyLoadContext context)
    {
        // The runtime keeps the context, and so its listeners, until its code is gone.
        context.Unloading -= OnUnloading;
        gone(context);
    }
}
