using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Packages;

/// <summary>Holds the libraries that a session took from packages; nobody else sees them. What they need besides is the host's.</summary>
internal sealed class PackageLoadContext() : AssemblyLoadContext(ContextName, isCollectible: true)
{
    /// <summary>By this name contexts of packages are known and left out of what other sessions refer to.</summary>
    public const string ContextName = "C# prompt packages";

    private readonly ConcurrentDictionary<string, Assembly> _assemblies = new(StringComparer.OrdinalIgnoreCase);

    public Assembly Add(ResolvedAssembly assembly)
    {
        if (_assemblies.TryGetValue(assembly.Name, out var known)) return known;
        using var image = new MemoryStream(assembly.Image.ToArray(), writable: false);
        return _assemblies[assembly.Name] = LoadFromStream(image);
    }

    /// <summary>Lets the context be freed once nothing of it is in use any more.</summary>
    public void Release()
    {
        // The runtime keeps the context itself until its code is gone, so what it refers to must not refer to that code.
        _assemblies.Clear();
        Unload();
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name is { } name ? _assemblies.GetValueOrDefault(name) : null;
}
