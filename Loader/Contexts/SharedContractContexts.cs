using System.Collections.Immutable;
using System.Reflection;
using PluginFramework.Loader.Discovery;
using PluginFramework.Loader.Manifests;

namespace PluginFramework.Loader.Contexts;

/// <summary>The shared contract assemblies that are loaded: one a name and major version, counted by the plugins that use it.</summary>
internal sealed class SharedContractContexts
{
    // Guards writing all fields, and the users of every context.
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, int Major), SharedContractContext> _contexts = [];
    private Dictionary<(string Name, int Major), (Version Version, string Path)> _newest = [];

    // The values of _contexts, for readers without the lock: they are called by the runtime while it binds.
    private ImmutableArray<SharedContractContext> _loaded = [];

    public ImmutableArray<string> StorePaths
    {
        get
        {
            lock (_lock) return [.. _contexts.Values.Select(context => Path.GetDirectoryName(context.Path)!).Distinct()];
        }
    }

    public void Prepare(IEnumerable<PluginCandidate> candidates)
    {
        var newest = new Dictionary<(string Name, int Major), (Version Version, string Path)>();
        foreach (var candidate in candidates)
        {
            foreach (var file in candidate.Manifest?.SharedContracts ?? [])
            {
                var key = (file.AssemblyName, file.Version.Major);
                if (newest.TryGetValue(key, out var known) && known.Version >= file.Version) continue;
                newest[key] = (file.Version, Path.Combine(candidate.StorePath, file.File));
            }
        }
        lock (_lock) _newest = newest;
    }

    /// <exception cref="PluginLoadException">A loaded one is older than the plugin needs.</exception>
    public SharedContractLeases Acquire(PluginCandidate candidate)
    {
        var manifest = candidate.Manifest!;
        if (manifest.SharedContracts.IsEmpty) return new(this, []);
        lock (_lock)
        {
            foreach (var file in manifest.SharedContracts) ThrowIfOlder(file, manifest.Id);
            List<SharedContractContext> opened = [];
            try
            {
                foreach (var file in manifest.SharedContracts) opened.Add(Open(file, candidate.StorePath));
            }
            catch
            {
                foreach (var context in opened.Where(context => context.Users.Count == 0)) Close(context);
                throw;
            }
            var leases = new SharedContractLeases(this, [.. opened]);
            foreach (var context in opened) context.Users.Add(leases, manifest.Id);
            return leases;
        }
    }

    public void Release(SharedContractLeases leases, ImmutableArray<SharedContractContext> contexts)
    {
        lock (_lock)
        {
            foreach (var context in contexts)
            {
                context.Users.Remove(leases);
                if (context.Users.Count == 0) Close(context);
            }
        }
    }

    private void ThrowIfOlder(SharedContractFile file, string pluginId)
    {
        if (!_contexts.TryGetValue((file.AssemblyName, file.Version.Major), out var context) || context.Version >= file.Version) return;
        ImmutableArray<string> holders = [.. context.Users.Values.Distinct().Order(StringComparer.Ordinal)];
        throw new PluginLoadException($"{pluginId} needs {file.AssemblyName} {file.Version}, but {context.Version} is loaded and used by "
            + $"{string.Join(", ", holders)}; reload {(holders.Length == 1 ? "it" : "them")} so that all take the newer one.")
        {
            HeldBy = holders,
        };
    }

    private SharedContractContext Open(SharedContractFile file, string storePath)
    {
        var key = (file.AssemblyName, file.Version.Major);
        if (_contexts.TryGetValue(key, out var context)) return context;
        var (version, path) = _newest.TryGetValue(key, out var newest) && newest.Version > file.Version && File.Exists(newest.Path)
            ? newest
            : (file.Version, Path.Combine(storePath, file.File));
        context = new SharedContractContext(file.AssemblyName, version, path, FindLoaded);
        _contexts.Add(key, context);
        _loaded = [.. _contexts.Values];
        return context;
    }

    private void Close(SharedContractContext context)
    {
        _contexts.Remove((context.AssemblyName, context.Version.Major));
        _loaded = [.. _contexts.Values];
        context.Unload();
    }

    // Whoever uses a shared contract assembly brings along those it references, so they are open while it is.
    private Assembly? FindLoaded(string name) => _loaded
        .Where(context => string.Equals(context.AssemblyName, name, StringComparison.OrdinalIgnoreCase))
        .MaxBy(context => context.Version)?.Assembly;
}
