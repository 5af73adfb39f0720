using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>One shared contract assembly, collectible once the last plugin that uses it has gone.</summary>
internal sealed class SharedContractContext : AssemblyLoadContext
{
    private Func<string, Assembly?>? _others;
    private Assembly? _assembly;

    /// <param name="contract">What it is.</param>
    /// <param name="identity">It and the builds of those it references.</param>
    /// <param name="others">Finds the shared contract assemblies this one references.</param>
    public SharedContractContext(SharedContract contract, string identity, Func<string, Assembly?> others)
        : base($"{contract.AssemblyName} {contract.Version}", isCollectible: true)
    {
        (Contract, Identity, _others) = (contract, identity, others);
        _assembly = LoadFromAssemblyPath(contract.Path);
        // The runtime holds on to a context that is being unloaded, and so to all its fields.
        Unloading += static context => ((SharedContractContext)context).LetGo();
    }

    public SharedContract Contract { get; }

    public string Identity { get; }

    public Assembly? Assembly => _assembly;

    /// <summary>How many plugins use it. Guarded by the lock of <see cref="SharedContractContexts"/>.</summary>
    public int Users { get; set; }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name) return null;
        return HostAssemblies.Provides(name) ? HostAssemblies.Load(name) : _others?.Invoke(name);
    }

    private void LetGo() => (_assembly, _others) = (null, null);
}
