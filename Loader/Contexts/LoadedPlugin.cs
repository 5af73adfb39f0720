using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PluginFramework.Loader.Discovery;

namespace PluginFramework.Loader.Contexts;

/// <summary>A plugin in its own load context. Safe for use from any thread.</summary>
public sealed class LoadedPlugin
{
    // Guards everything below; nothing of the plugin may stay here once it is unloaded.
    private readonly Lock _lock = new();
    private readonly List<(WeakReference Instance, string Label)> _tracked = [];
    private readonly PluginLoader _loader;
    private readonly TimeProvider _time;
    private AssemblyLoadContext? _context;
    private Assembly? _assembly;
    private RoutingContext? _router;
    private SharedContractLeases? _leases;
    private WeakReference? _remains;
    private string? _fault;

    internal LoadedPlugin(PluginCandidate candidate, ImmutableArray<SharedContract> sharedContracts, AssemblyLoadContext context, Assembly assembly,
        RoutingContext? router, SharedContractLeases leases, PluginLoader loader, TimeProvider time)
    {
        (Candidate, SharedContracts) = (candidate, sharedContracts);
        (_context, _assembly, _router, _leases, _loader, _time) = (context, assembly, router, leases, loader, time);
    }

    /// <summary>What it was loaded from.</summary>
    public PluginCandidate Candidate { get; }

    /// <summary>The shared contract assemblies it uses.</summary>
    public ImmutableArray<SharedContract> SharedContracts { get; }

    /// <summary>Its main assembly.</summary>
    /// <exception cref="ObjectDisposedException">It has been unloaded.</exception>
    public Assembly Assembly
    {
        get
        {
            lock (_lock) return _assembly ?? throw new ObjectDisposedException(Candidate.Manifest?.Id, "The plugin has been unloaded.");
        }
    }

    /// <summary>A type of the main assembly.</summary>
    /// <param name="fullName">Its full name, as the manifest has it.</param>
    /// <exception cref="PluginLoadException">It is not there, or something it is made of is missing.</exception>
    /// <exception cref="ObjectDisposedException">The plugin has been unloaded.</exception>
    public Type GetPartType(string fullName)
    {
        try
        {
            return Assembly.GetType(fullName, throwOnError: true)!;
        }
        catch (Exception exception) when (exception is TypeLoadException or IOException or BadImageFormatException)
        {
            throw new PluginLoadException($"{fullName} of {Candidate.Manifest?.Id} cannot be loaded: {exception.Message}", exception);
        }
    }

    /// <summary>Remembers an instance weakly, so that it can be named should it outlive the plugin.</summary>
    /// <param name="instance">An instance of a type of the plugin.</param>
    /// <param name="label">What to call it, in a few words.</param>
    public void Track(object instance, string label)
    {
        ArgumentNullException.ThrowIfNull(instance);
        lock (_lock)
        {
            // A plugin may make an instance a connection, so those that are gone make room.
            if (_tracked.Count == _tracked.Capacity) _tracked.RemoveAll(entry => !entry.Instance.IsAlive);
            _tracked.Add((new WeakReference(instance), label));
        }
    }

    /// <summary>
    /// Unloads the plugin and waits until its context is dead. The caller must have let go of everything of it. May be called again
    /// to see whether what was held has been let go since.
    /// </summary>
    /// <param name="limit">How long to wait before looking for what holds it.</param>
    /// <param name="cancellationToken">Ends the wait; the plugin is unloaded all the same once nothing holds it.</param>
    public async Task<UnloadResult> UnloadAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var remains = BeginUnload();
        if (await CollectionPass.UntilDeadAsync(remains, limit, _time, cancellationToken).ConfigureAwait(false)) return new(true, []);
        // Off the caller's stack, whose frames might themselves be holding something.
        return await Task.Run(() => Diagnose(remains), cancellationToken).ConfigureAwait(false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference BeginUnload()
    {
        lock (_lock)
        {
            if (_remains is not null) return _remains;
            var (context, router, leases) = (_context!, _router, _leases);
            (_context, _assembly, _router, _leases) = (null, null, null, null);
            _remains = new WeakReference(context, trackResurrection: true);
            Unload(context);
            router?.Unload();
            leases?.Dispose();
            _loader.RemoveUse(Candidate.StorePath);
            return _remains;
        }
    }

    private void Unload(AssemblyLoadContext context)
    {
        try
        {
            context.Unload();
        }
        catch (Exception exception)
        {
            // A handler of the plugin's own threw before the unload began. The runtime has forgotten its handlers by then, so the
            // second call begins it.
            _fault = $"its handler of Unloading threw {exception.GetType().Name}: {exception.Message}";
            context.Unload();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private UnloadResult Diagnose(WeakReference remains)
    {
        ImmutableArray<string> labels;
        lock (_lock)
        {
            labels = [.. _tracked.Where(entry => entry.Instance.IsAlive).GroupBy(entry => entry.Label)
                .Select(group => group.Count() == 1 ? $"{group.Key} is still alive" : $"{group.Count()} of {group.Key} are still alive")];
            if (_fault is not null) labels = labels.Add(_fault);
        }
        if (remains.Target is not AssemblyLoadContext context) return new(true, []);
        var paths = HolderFinder.Find(context);
        return new(false, paths.AddRange(labels) is { IsEmpty: false } holders ? holders
            : ["Nothing was found that holds it from a static field: a running thread or task, a timer or a native handle may."]);
    }
}
