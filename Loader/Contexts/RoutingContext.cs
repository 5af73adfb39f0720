using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>
/// Stands where a plugin's context looks for its host's assemblies, and says for each name whose it is: the host's, a shared
/// contract, a resident library, or the plugin's own.
/// </summary>
internal sealed class RoutingContext : AssemblyLoadContext
{
    private readonly PluginFiles _files;
    private readonly ResidentSet? _residents;
    private readonly ConcurrentDictionary<string, bool> _hosts = new(StringComparer.OrdinalIgnoreCase);

    // Emptied when the plugin goes: the runtime holds on to a context that is being unloaded, and so to all its fields.
    private SharedContractLeases? _contracts;
    private WeakReference<AssemblyLoadContext>? _plugin;

    public RoutingContext(string pluginId, PluginFiles files, SharedContractLeases contracts, ResidentSet? residents)
        : base($"router of {pluginId}", isCollectible: true)
    {
        (_files, _contracts, _residents) = (files, contracts, residents);
        Unloading += static context => ((RoutingContext)context).Detach();
    }

    public void Attach(AssemblyLoadContext plugin) => _plugin = new(plugin);

    private void Detach() => (_contracts, _plugin) = (null, null);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Satellites are found by the plugin's context beside the assembly they belong to.
        if (assemblyName.Name is not { } name || !string.IsNullOrEmpty(assemblyName.CultureName)) return null;
        if (_hosts.GetOrAdd(name, _files.IsHosts)) return HostAssemblies.Load(name);
        if (_contracts?.Find(name) is { } contract) return contract;
        if (_residents?.Find(name) is { } resident) return resident;

        // Answering for the plugin's own files too saves it an exception a name. Files that differ by platform are left to its
        // dependency resolver.
        return _files.Assemblies.TryGetValue(name, out var path) && !_files.IsByPlatform(name)
            && _plugin is { } reference && reference.TryGetTarget(out var plugin)
            ? plugin.LoadFromAssemblyPath(path)
            : null;
    }
}
