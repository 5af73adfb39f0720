using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Reads what a part imports, through its constructor and its properties.</summary>
internal sealed class ImportReader(PluginFolder folder, ImageFile main)
{
    private const string Composition = "System.Composition.";

    private static readonly string[] Collections =
    [
        "System.Collections.Generic.IEnumerable`1",
        "System.Collections.Generic.ICollection`1",
        "System.Collections.Generic.IList`1",
        "System.Collections.Generic.IReadOnlyCollection`1",
        "System.Collections.Generic.IReadOnlyList`1",
    ];

    private readonly TypeShapeProvider _provider = new(main, folder);

    /// <exception cref="ManifestException">MEF could not make the part; the message says what is missing.</exception>
    public ImmutableArray<ManifestImport> Read(TypeDefinition type, string typeName)
    {
        var imports = ImmutableArray.CreateBuilder<ManifestImport>();
        ReadConstructor(type, typeName, imports);
        ReadProperties(type, typeName, imports);
        return imports.ToImmutable();
    }

    private void ReadConstructor(TypeDefinition type, string typeName, ImmutableArray<ManifestImport>.Builder imports)
    {
        MethodDefinition? importing = null;
        var hasDefault = false;
        foreach (var handle in type.GetMethods())
        {
            var method = main.Reader.GetMethodDefinition(handle);
            if ((method.Attributes & (MethodAttributes.MemberAccessMask | MethodAttributes.Static)) != MethodAttributes.Public
                || !main.Reader.StringComparer.Equals(method.Name, ".ctor"))
            {
                continue;
            }
            hasDefault |= method.DecodeSignature(_provider, null).ParameterTypes.IsEmpty;
            if (!Has(method.GetCustomAttributes(), "ImportingConstructorAttribute")) continue;
            if (importing is not null) throw new ManifestException($"{typeName} has several constructors marked [ImportingConstructor]; mark one.");
            importing = method;
        }

        if (importing is not { } constructor)
        {
            if (hasDefault) return;
            throw new ManifestException($"{typeName} has no public constructor that MEF can use; mark one with [ImportingConstructor] "
                + "(on a primary constructor: [method: ImportingConstructor] before the class).");
        }

        var types = constructor.DecodeSignature(_provider, null).ParameterTypes;
        foreach (var handle in constructor.GetParameters())
        {
            var parameter = main.Reader.GetParameter(handle);
            if (parameter.SequenceNumber == 0) continue;
            var site = $"{typeName}({main.Reader.GetString(parameter.Name)})";
            imports.Add(Read(types[parameter.SequenceNumber - 1], parameter.GetCustomAttributes(), site)
                ?? Import(types[parameter.SequenceNumber - 1], null, ImportCardinality.One, site));
        }
    }

    private void ReadProperties(TypeDefinition type, string typeName, ImmutableArray<ManifestImport>.Builder imports)
    {
        foreach (var handle in type.GetProperties())
        {
            var property = main.Reader.GetPropertyDefinition(handle);
            var setter = property.GetAccessors().Setter;
            if (property.GetCustomAttributes().Count == 0) continue;
            var name = $"{typeName}.{main.Reader.GetString(property.Name)}";
            if (Read(property.DecodeSignature(_provider, null).ReturnType, property.GetCustomAttributes(), name) is not { } import) continue;
            if (setter.IsNil || (main.Reader.GetMethodDefinition(setter).Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public)
                throw new ManifestException($"{name} is an import without a public setter, which MEF passes over; give it {{ get; set; }}.");
            imports.Add(import);
        }
    }

    /// <summary>The import that attributes ask for explicitly, or <see langword="null"/>.</summary>
    private ManifestImport? Read(TypeShape type, CustomAttributeHandleCollection attributes, string site)
    {
        foreach (var handle in attributes)
        {
            var attribute = main.Reader.GetCustomAttribute(handle);
            var kind = main.TypeOf(attribute);
            if (kind.Assembly != HostAssemblies.AttributedModel) continue;
            var isMany = kind.Definition == Composition + "ImportManyAttribute";
            if (!isMany && kind.Definition != Composition + "ImportAttribute") continue;

            var value = main.Decode(attribute, folder);
            var name = value.FixedArguments is [{ Value: string text }, ..] ? text : null;
            var isOptional = value.NamedArguments.Any(argument => argument is { Name: "AllowDefault", Value: true });
            return Import(type, name, isMany ? ImportCardinality.Many : isOptional ? ImportCardinality.Optional : ImportCardinality.One, site);
        }
        return null;
    }

    private static ManifestImport Import(TypeShape type, string? name, ImportCardinality cardinality, string site)
    {
        if (type.Is(HostAssemblies.Contracts, "PluginFramework.Plugins.ILiveExports`1"))
            return new(type.Arguments[0].ToContract(name), ImportCardinality.Live, site);
        if (cardinality is ImportCardinality.Many)
        {
            type = type.Element
                ?? (Array.IndexOf(Collections, type.Definition) >= 0 ? type.Arguments[0] : throw new ManifestException(
                    $"{site} imports many into {type}; use IEnumerable<T> or an array."));
        }

        // Lazy<T>, Lazy<T, TMetadata>, ExportFactory<T> and ExportFactory<T, TMetadata> are ways to hold what is imported.
        while (type.Definition is "System.Lazy`1" or "System.Lazy`2" or "System.Composition.ExportFactory`1" or "System.Composition.ExportFactory`2")
            type = type.Arguments[0];
        return new(type.ToContract(name), cardinality, site);
    }

    private bool Has(CustomAttributeHandleCollection attributes, string name) =>
        main.AttributesOf(attributes, HostAssemblies.AttributedModel, Composition + name).Any();
}
