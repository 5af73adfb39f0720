using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using PluginFramework.Scripting.Packages;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Makes the compiler's references out of assemblies in memory, and keeps those in use. For one caller at a time or many.</summary>
internal sealed class ReferenceCache
{
    private readonly Lock _lock = new(); // guards _references
    private Dictionary<Guid, PortableExecutableReference> _references = [];

    /// <summary>The references of a snapshot. Those of assemblies that are in it no more are forgotten.</summary>
    /// <param name="live">The snapshot.</param>
    /// <param name="packages">What stands before others of the same name.</param>
    public ImmutableArray<MetadataReference> Get(ImmutableDictionary<string, LiveAssembly> live, PackageSet packages)
    {
        lock (_lock)
        {
            var current = new Dictionary<Guid, PortableExecutableReference>(live.Count);
            foreach (var (name, module, weak, _) in live.Values)
            {
                if (_references.TryGetValue(module, out var known)) current[module] = known;
                else if (weak.TryGetTarget(out var assembly) && Create(name, assembly) is { } created) current[module] = created;
            }

            _references = current;
            return
            [
                .. live.Values.Where(assembly => !packages.Live.ContainsKey(assembly.Name)).Select(assembly => current.GetValueOrDefault(assembly.ModuleId)).OfType<MetadataReference>(),
                .. packages.References,
            ];
        }
    }

    /// <summary>A reference to an assembly in memory; <see langword="null"/> where it has no metadata.</summary>
    public static unsafe PortableExecutableReference? Create(string name, Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var blob, out var length)) return null;

        // The metadata of an assembly that may be unloaded is copied: a compilation that read unmapped memory would end the process.
        var module = assembly.IsCollectible ? Copy(blob, length) : ModuleMetadata.CreateFromMetadata((nint)blob, length);
        GC.KeepAlive(assembly);
        return AssemblyMetadata.Create(module).GetReference(display: name);
    }

    private static unsafe ModuleMetadata Copy(byte* blob, int length)
    {
        var copy = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        new ReadOnlySpan<byte>(blob, length).CopyTo(copy);
        fixed (byte* address = copy)
        {
            // The array is pinned for its whole life, and the module holds it through the callback.
            return ModuleMetadata.CreateFromMetadata((nint)address, length, () => GC.KeepAlive(copy));
        }
    }
}
