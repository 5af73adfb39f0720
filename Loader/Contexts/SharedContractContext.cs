using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>One shared contract assembly, collectible once the last plugin that uses it has gone.</summary>
internal sealed class SharedContractContext : AssemblyLoadContext
{
    private Func<string, Assembly?>? _others;
    private Assembly? _assembly;

    /// <param name="assemblyName">Its simple name.</param>
    /// <param name="version">Its assembly version.</param>
    /// <param name="path">Its file.</param>
    /// <param name="others">Finds the shared contract assemblies this one references.</param>
    public SharedContractContext(string assemblyName, Version version, string path, Func<string, Assembly?> others)
        : base($"{assemblyName} {version.Major}.x", isCollectible: true)
    {
        (AssemblyName, Version, Path, _others) = (assemblyName, version, path, others);
        _assembly = LoadFromAssemblyPath(path);
        // The runtime holds on to a context that is being unloaded, and so to all its fields.
        Unloading += static context => ((SharedContractContext)context).LetGo();
    }

    public string AssemblyName { get; }

    public Version Version { get; }

    public string Path { get; }

    public Assembly? Assembly => _assembly;

    /// <summary>The leases that use it, with the plugin each belongs to. Guarded by the lock of <see cref="SharedContractContexts"/>.</summary>
    public Dictionary<SharedContractLeases, string> Users { get; } = [];

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name) return null;
        return HostAssemblies.Provides(name) ? HostAssemblies.Load(name) : _others?.Invoke(name);
    }

    private void LetGo() => (_assembly, _others) = (null, null);
}
