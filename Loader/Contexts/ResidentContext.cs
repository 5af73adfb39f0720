using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>Libraries that reference each other, loaded for the life of the process.</summary>
internal sealed class ResidentContext : AssemblyLoadContext
{
    private readonly FrozenDictionary<string, string> _paths;
    private readonly AssemblyDependencyResolver _resolver;

    /// <param name="name">A name for debuggers.</param>
    /// <param name="paths">The path of each library, by simple name.</param>
    /// <param name="mainPath">The main assembly of the plugin they came with, whose <c>.deps.json</c> says where native libraries are.</param>
    public ResidentContext(string name, FrozenDictionary<string, string> paths, string mainPath) : base(name, isCollectible: false)
    {
        _paths = paths;
        _resolver = new AssemblyDependencyResolver(mainPath);
        StorePath = Path.GetDirectoryName(mainPath)!;
    }

    public string StorePath { get; }

    public Assembly? Find(string name) => _paths.TryGetValue(name, out var path) ? LoadFromAssemblyPath(path) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } name) return null;
        if (!string.IsNullOrEmpty(assemblyName.CultureName))
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } satellite ? LoadFromAssemblyPath(satellite) : null;
        return Find(name) ?? (HostAssemblies.Provides(name) ? HostAssemblies.Load(name) : null);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
