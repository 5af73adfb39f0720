using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Tells which of the runtime's own assemblies define a name. Made when an entry uses a name that nothing loaded defines.</summary>
/// <remarks>Loading and referring to them all from the start would cost 30 MiB for the two or three that a prompt ever needs.</remarks>
internal sealed class FrameworkIndex
{
    private readonly Lazy<ILookup<string, string>> _filesByName = new(Read);

    /// <summary>Loads the assemblies that define one of the names: a type, an extension method, or the last part of a namespace.</summary>
    /// <returns>Whether any was loaded that was not before.</returns>
    public bool LoadDefining(IEnumerable<string> names)
    {
        var before = AssemblyLoadContext.Default.Assemblies.Count();
        foreach (var file in names.SelectMany(name => _filesByName.Value[name]).Distinct(StringComparer.Ordinal))
            AssemblyLoadContext.Default.LoadFromAssemblyName(AssemblyName.GetAssemblyName(file));
        return AssemblyLoadContext.Default.Assemblies.Count() > before;
    }

    private static ILookup<string, string> Read()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";
        return Directory.EnumerateFiles(folder, "System.*.dll")
            .Where(file => !Path.GetFileName(file).StartsWith("System.Private.CoreLib", StringComparison.Ordinal))
            .SelectMany(file => NamesIn(file).Select(name => (name, file)))
            .Distinct()
            .ToLookup(pair => pair.name, pair => pair.file, StringComparer.Ordinal);
    }

    private static List<string> NamesIn(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        if (!image.HasMetadata) return [];
        var metadata = image.GetMetadataReader();
        var names = new List<string>();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public) continue;
            names.Add(metadata.GetString(type.Name).Split('`')[0]);
            names.Add(metadata.GetString(type.Namespace).Split('.')[^1]);
            if ((type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) != (TypeAttributes.Abstract | TypeAttributes.Sealed)) continue;
            names.AddRange(type.GetMethods().Select(metadata.GetMethodDefinition)
                .Where(method => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
                .Select(method => metadata.GetString(method.Name)));
        }

        return names;
    }
}
