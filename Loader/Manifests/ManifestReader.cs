using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Reads a plugin's manifest from metadata. None of its code is loaded. Safe for use from any thread.</summary>
public static class ManifestReader
{
    private const string PluginAttributeName = "PluginFramework.Plugins.PluginAttribute";

    /// <summary>Reads the manifest of a plugin, without asking whether it can run here.</summary>
    /// <param name="directory">The folder with the plugin's files.</param>
    /// <param name="mainAssemblyFile">The file name of its main assembly within it.</param>
    /// <exception cref="ManifestException">It is no whole .NET assembly, or not marked as a plugin.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PluginManifest Read(string directory, string mainAssemblyFile)
    {
        using var folder = new PluginFolder(directory);
        return Read(folder, mainAssemblyFile);
    }

    internal static PluginManifest Read(PluginFolder folder, string mainAssemblyFile)
    {
        try
        {
            return Read(folder, folder.Open(mainAssemblyFile));
        }
        catch (BadImageFormatException exception)
        {
            throw new ManifestException(exception.Message, exception);
        }
    }

    internal static bool IsPlugin(ImageFile file) =>
        file.HasReference(HostAssemblies.Contracts) && file.AssemblyAttributes(HostAssemblies.Contracts, PluginAttributeName).Any();

    private static PluginManifest Read(PluginFolder folder, ImageFile main)
    {
        if (!IsPlugin(main))
            throw new ManifestException($"{main.FileName} is not marked with [assembly: Plugin(\"id\")], so it is no plugin.");
        var problems = ImmutableArray.CreateBuilder<string>();
        var attribute = main.Decode(main.AssemblyAttributes(HostAssemblies.Contracts, PluginAttributeName).First(), folder);
        var id = attribute.FixedArguments is [{ Value: string text }, ..] ? text : "";
        if (!PluginId.IsValid(id))
            problems.Add($"The id \"{id}\" in {main.FileName} is not valid: use 1 to 64 of a-z 0-9 . - and begin with a letter.");
        var named = attribute.NamedArguments.ToDictionary(argument => argument.Name ?? "", argument => argument.Value, StringComparer.Ordinal);
        var parts = ReadParts(folder, main, problems);
        AddMixedImports(parts, problems);

        return new PluginManifest(id, VersionOf(main), main.FileName)
        {
            Title = named.GetValueOrDefault("Title") as string ?? id,
            Description = named.GetValueOrDefault("Description") as string,
            OptionsTypeName = (named.GetValueOrDefault("Options") as TypeShape)?.Name,
            ContractsVersion = StampOf(main),
            Parts = parts,
            ResidentLibraries = [.. main.AssemblyAttributes(HostAssemblies.Contracts, "PluginFramework.Plugins.ResidentLibraryAttribute")
                .Select(resident => main.Decode(resident, folder).FixedArguments[0].Value).OfType<string>()],
            SharedContracts = ReadSharedContracts(folder, main),
            Problems = problems.ToImmutable(),
        };
    }

    private static ImmutableArray<ManifestPart> ReadParts(PluginFolder folder, ImageFile main, ImmutableArray<string>.Builder problems)
    {
        var catalog = new AttributeCatalog(folder);
        var exportReader = new ExportReader(folder, main, catalog);
        var importReader = new ImportReader(folder, main);
        var parts = ImmutableArray.CreateBuilder<ManifestPart>();
        foreach (var handle in main.Reader.TypeDefinitions)
        {
            var type = main.Reader.GetTypeDefinition(handle);
            const TypeAttributes notConcrete = TypeAttributes.Abstract | TypeAttributes.Interface;
            if ((type.Attributes & notConcrete) != 0) continue;
            try
            {
                if (ReadPart(main, handle, type, exportReader, importReader) is { } part) parts.Add(part);
            }
            catch (ManifestException exception)
            {
                problems.Add(exception.Message);
            }
        }
        return parts.ToImmutable();
    }

    private static ManifestPart? ReadPart(
        ImageFile main, TypeDefinitionHandle handle, TypeDefinition type, ExportReader exportReader, ImportReader importReader)
    {
        var attributes = type.GetCustomAttributes();
        var name = "";
        string Name() => name.Length > 0 ? name : name = main.NameOf(handle);

        var exports = attributes.Count == 0 ? [] : exportReader.Read(attributes, () => new TypeShape(Name(), main.Name), main.NameOf(handle));
        foreach (var propertyHandle in type.GetProperties())
        {
            var property = main.Reader.GetPropertyDefinition(propertyHandle);
            var getter = property.GetAccessors().Getter;
            if (getter.IsNil || property.GetCustomAttributes().Count == 0) continue;
            const MethodAttributes kind = MethodAttributes.MemberAccessMask | MethodAttributes.Static;
            if ((main.Reader.GetMethodDefinition(getter).Attributes & kind) != MethodAttributes.Public) continue;
            exports = exports.AddRange(exportReader.Read(property.GetCustomAttributes(),
                () => property.DecodeSignature(new TypeShapeProvider(main, null), null).ReturnType,
                $"{Name()}.{main.Reader.GetString(property.Name)}"));
        }
        if (exports.IsEmpty || main.AttributesOf(attributes, HostAssemblies.AttributedModel, "System.Composition.PartNotDiscoverableAttribute").Any())
            return null;
        return new ManifestPart(Name(), exports, importReader.Read(type, Name()));
    }

    private static ImmutableArray<SharedContractFile> ReadSharedContracts(PluginFolder folder, ImageFile main) =>
        [.. folder.Names.Where(name => !string.Equals(name, main.Name, StringComparison.OrdinalIgnoreCase) && folder.IsSharedContract(name))
            .Order(StringComparer.Ordinal)
            .Select(folder.Find).OfType<ImageFile>()
            .Select(file => new SharedContractFile(file.Name, file.Version, file.Mvid, file.FileName))];

    private static void AddMixedImports(ImmutableArray<ManifestPart> parts, ImmutableArray<string>.Builder problems)
    {
        foreach (var imports in parts.SelectMany(part => part.Imports).GroupBy(import => import.Contract))
        {
            var single = imports.FirstOrDefault(import => import.Cardinality is ImportCardinality.One or ImportCardinality.Optional);
            var many = imports.FirstOrDefault(import => import.Cardinality is ImportCardinality.Many);
            if (single is null || many is null) continue;
            problems.Add($"{imports.Key} is imported once by {single.Site} and as many by {many.Site}, which one composition cannot give both; "
                + "use ILiveExports<T> for the many.");
        }
    }

    private static string VersionOf(ImageFile main)
    {
        var informational = main.AssemblyAttributeText("System.Reflection.AssemblyInformationalVersionAttribute")?.Split('+')[0];
        return string.IsNullOrWhiteSpace(informational) ? main.Version.ToString(3) : informational;
    }

    internal static Version? StampOf(ImageFile main)
    {
        foreach (var handle in main.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = main.Reader.GetCustomAttribute(handle);
            if (main.TypeOf(attribute).Definition != "System.Reflection.AssemblyMetadataAttribute") continue;
            if (main.Decode(attribute, null).FixedArguments is [{ Value: HostAssemblies.Contracts }, { Value: string version }])
                return Version.TryParse(version, out var parsed) ? parsed : null;
        }
        return null;
    }
}
