using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace PluginFramework.Scripting.Execution;

/// <summary>Holds one compiled entry, and binds what it references to assemblies that are loaded already, never to copies.</summary>
/// <remarks>
/// One for each entry rather than for each session, because a context binds a name once: so an entry made after a plugin's reload sees the
/// new plugin, and an entry that declared nothing is freed, with its hold on plugins, as soon as it has run.
/// </remarks>
internal sealed class EntryLoadContext(Func<string, Assembly?> resolve) : AssemblyLoadContext(ContextName, isCollectible: true)
{
    /// <summary>By this name contexts of entries are known and left out of references, those of an earlier load of this plugin, too.</summary>
    public const string ContextName = "C# prompt entry";

    private Func<string, Assembly?>? _resolve = resolve;

    /// <summary>Loads the entry, and ties it to the plugins it refers to.</summary>
    /// <remarks>
    /// A reference is otherwise followed where code that has it is first compiled. Code on a timer may get there when the plugin is on its way out
    /// already, and nobody would catch that it is not found: the process would end.
    /// </remarks>
    public Assembly LoadEntry(MemoryStream image)
    {
        var assembly = LoadFromStream(image);
        image.Position = 0;
        using var file = new PEReader(image, PEStreamOptions.LeaveOpen);
        var metadata = file.GetMetadataReader();
        foreach (var references in metadata.TypeReferences.GroupBy(handle => metadata.GetTypeReference(handle).ResolutionScope))
        {
            if (references.Key.Kind != HandleKind.AssemblyReference) continue;
            var name = metadata.GetAssemblyReference((AssemblyReferenceHandle)references.Key).GetAssemblyName();
            if (LoadFromAssemblyName(name).IsCollectible) assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(references.First()));
        }

        return assembly;
    }

    /// <summary>Lets the context be freed once nothing of it is in use any more.</summary>
    public void Release()
    {
        // The runtime keeps the context itself until its code is gone, so what it refers to must not refer to that code.
        _resolve = null;
        Unload();
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name is { } name ? _resolve?.Invoke(name) : null;
}
