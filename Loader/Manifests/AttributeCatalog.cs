using System.Collections.Concurrent;
using System.Composition;
using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Finds the meaning of attributes. One for a manifest.</summary>
internal sealed class AttributeCatalog(PluginFolder folder)
{
    private static readonly ConcurrentDictionary<(string Assembly, string Type), AttributeMeaning> HostMeanings = new();
    private static readonly TypeShape Export = new("System.Composition.ExportAttribute", HostAssemblies.AttributedModel);
    private static readonly TypeShape Metadata = new("System.Composition.MetadataAttributeAttribute", HostAssemblies.AttributedModel);
    private readonly Dictionary<(string Assembly, string Type), AttributeMeaning> _meanings = [];

    public AttributeMeaning MeaningOf(TypeShape type)
    {
        var key = (type.Assembly, type.Definition);
        if (HostAssemblies.IsUnified(type.Assembly)) return HostMeanings.GetOrAdd(key, HostMeaningOf);
        // The framework knows nothing of MEF, so none of its attributes exports anything.
        if (HostAssemblies.Provides(type.Assembly)) return AttributeMeaning.None;
        if (_meanings.TryGetValue(key, out var known)) return known;
        return _meanings[key] = folder.FindType(type) is var (file, handle) ? PluginMeaningOf(file, handle) : AttributeMeaning.None;
    }

    private static AttributeMeaning HostMeaningOf((string Assembly, string Type) key) =>
        HostAssemblies.FindType(key.Assembly, key.Type) is { } type
            ? new(type.IsAssignableTo(typeof(ExportAttribute)), type.IsDefined(typeof(MetadataAttributeAttribute), inherit: true), type)
            : AttributeMeaning.None;

    private AttributeMeaning PluginMeaningOf(ImageFile file, TypeDefinitionHandle handle)
    {
        var definition = file.Reader.GetTypeDefinition(handle);
        var isMetadata = definition.GetCustomAttributes().Any(attribute =>
            file.TypeOf(file.Reader.GetCustomAttribute(attribute)).Is(Metadata.Assembly, Metadata.Definition));
        if (definition.BaseType.IsNil) return new(false, isMetadata, null);
        var parent = file.ShapeOf(definition.BaseType, folder);
        var inherited = parent.Is(Export.Assembly, Export.Definition) ? new(true, false, null) : MeaningOf(parent);
        return new(inherited.IsExport, isMetadata || inherited.IsMetadata, null);
    }
}
