using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace PluginFramework.Scripting.Compilation;

/// <summary>Tells which of the runtime's own assemblies define a name. Made when an entry uses a name that nothing loaded defines.</summary>
/// <remarks>Loading and referring to them all from the start would cost 30 MiB for the two or three that a prompt ever needs.</remarks>
internal sealed class FrameworkIndex
{
    private readonly Lazy<ILookup<string, string>> _filesByName = new(Read);

    /// <summary>
    /// Loads the assemblies that define one of the names (a type, an extension method, or the last part of a namespace), and those the compiler misses.
    /// </summary>
    /// <param name="names">The names.</param>
    /// <param name="missing">The diagnostics that name an assembly.</param>
    /// <returns>Whether any was loaded that was not before.</returns>
    public bool LoadDefining(IEnumerable<string> names, IEnumerable<Diagnostic> missing)
    {
        var before = AssemblyLoadContext.Default.Assemblies.Count();
        foreach (var file in names.SelectMany(name => _filesByName.Value[name]).Concat(missing.SelectMany(FilesNamedBy)).Distinct(StringComparer.Ordinal))
            AssemblyLoadContext.Default.LoadFromAssemblyName(AssemblyName.GetAssemblyName(file));
        return AssemblyLoadContext.Default.Assemblies.Count() > before;
    }

    private static string Folder => Path.GetDirectoryName(typeof(object).Assembly.Location) ?? "";

    private static IEnumerable<string> FilesNamedBy(Diagnostic missing) =>
        missing.GetMessage(CultureInfo.InvariantCulture).Split('\'')
            .Where(part => part.StartsWith("System.", StringComparison.Ordinal) && part.Contains(", Version=", StringComparison.Ordinal))
            .Select(part => Path.Combine(Folder, part.Split(',')[0] + ".dll"))
            .Where(File.Exists);

    private static ILookup<string, string> Read()
    {
        return Directory.EnumerateFiles(Folder, "System.*.dll")
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
