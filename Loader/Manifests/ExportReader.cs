using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Composition;
using System.Reflection;
using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Reads the exports and export metadata of a class or property, giving what System.Composition gives once it is loaded.</summary>
internal sealed class ExportReader(PluginFolder folder, ImageFile main, AttributeCatalog catalog)
{
    private static readonly ImmutableDictionary<string, object?> NoMetadata = ImmutableDictionary.Create<string, object?>(StringComparer.Ordinal);

    // Of attributes in Contracts only, which is never unloaded.
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> HostProperties = new();

    // The contracts of the framework that the host itself takes.
    private static readonly string[] HostContracts =
    [
        "Microsoft.AspNetCore.Connections.ConnectionHandler",
        "Microsoft.AspNetCore.Connections.IConnectionListenerFactory",
        "Microsoft.Extensions.Hosting.IHostedService",
    ];

    private readonly AssignabilityChecker _assignability = new(folder);

    /// <param name="attributes">The attributes of the class or property.</param>
    /// <param name="own">The type of the class or property, exported where no other contract is named.</param>
    /// <param name="site">Where it stands, for messages.</param>
    /// <exception cref="ManifestException">An export cannot be read from metadata; the message says what to write instead.</exception>
    public ImmutableArray<ManifestExport> Read(CustomAttributeHandleCollection attributes, Func<TypeShape> own, string site)
    {
        List<(CustomAttribute Attribute, TypeShape Type, AttributeMeaning Meaning)>? relevant = null;
        foreach (var handle in attributes)
        {
            var attribute = main.Reader.GetCustomAttribute(handle);
            var type = main.TypeOf(attribute);
            var meaning = catalog.MeaningOf(type);
            if (meaning.IsExport || meaning.IsMetadata || meaning.HostType == typeof(ExportMetadataAttribute))
                (relevant ??= []).Add((attribute, type, meaning));
        }
        if (relevant is null || !relevant.Exists(entry => entry.Meaning.IsExport)) return [];

        try
        {
            var exports = ImmutableArray.CreateBuilder<ManifestExport>();
            foreach (var (attribute, type, meaning) in relevant.Where(entry => entry.Meaning.IsExport))
            {
                if (meaning.HostType is null)
                {
                    throw new ManifestException($"exports through [{ShortName(type)}], whose contract cannot be read without running it; "
                        + "use [Export(typeof(...))] with [ExportMetadata] instead");
                }
                exports.Add(ReadExport(attribute, meaning.HostType, own, relevant.Where(entry => !entry.Meaning.IsExport)));
            }
            return exports.ToImmutable();
        }
        catch (ManifestException exception)
        {
            throw new ManifestException($"{site} {exception.Message}.", exception.InnerException);
        }
    }

    public bool IsShared(TypeShape contract) => contract.Element is { } element ? IsShared(element)
        : contract.Assembly == HostAssemblies.Contracts
        || Array.IndexOf(HostContracts, contract.Definition) >= 0
        || folder.IsSharedContract(contract.Assembly);

    private ManifestExport ReadExport(CustomAttribute attribute, Type hostType, Func<TypeShape> own,
        IEnumerable<(CustomAttribute Attribute, TypeShape Type, AttributeMeaning Meaning)> loose)
    {
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal);
        var value = main.Decode(attribute, folder);
        TypeShape contract;
        string? name;
        if (hostType == typeof(ExportAttribute))
        {
            // Its contract may be the plugin's own type, so it cannot be made: read its arguments by their kind.
            contract = value.FixedArguments.Select(argument => argument.Value).OfType<TypeShape>().FirstOrDefault() ?? own();
            name = value.FixedArguments.Select(argument => argument.Value).OfType<string>().FirstOrDefault();
        }
        else
        {
            var instance = (ExportAttribute)AttributeActivator.Create(hostType, main, attribute, value);
            AddProperties(metadata, instance);
            contract = instance.ContractType is { } type ? Shape(type) : own();
            name = instance.ContractName;
        }

        if (contract.Name != own().Name && _assignability.IsSurelyNot(own(), contract))
            throw new ManifestException($"exports {contract}, which it is not; implement it, or export another type");
        foreach (var (other, type, meaning) in loose) AddLoose(metadata, other, type, meaning);
        return new ManifestExport(contract.ToContract(name), metadata.Count == 0 ? NoMetadata : NoMetadata.AddRange(metadata))
        {
            IsShared = IsShared(contract),
        };
    }

    private void AddLoose(Dictionary<string, object?> metadata, CustomAttribute attribute, TypeShape type, AttributeMeaning meaning)
    {
        var value = main.Decode(attribute, folder);
        if (meaning.HostType == typeof(ExportMetadataAttribute))
        {
            if (value.FixedArguments is not [{ Value: string name }, var argument])
                throw new ManifestException("has an [ExportMetadata] without a name");
            var content = MetadataValue.Of(argument.Type, argument.Value);
            MetadataValue.Add(metadata, name, content?.GetType() ?? typeof(object), content);
        }
        else if (meaning.HostType is { } hostType)
        {
            AddProperties(metadata, AttributeActivator.Create(hostType, main, attribute, value));
        }
        else
        {
            foreach (var (name, content) in ConventionalProperties(type, attribute, value))
                MetadataValue.Add(metadata, name, content?.GetType() ?? typeof(object), content);
        }
    }

    private static void AddProperties(Dictionary<string, object?> metadata, Attribute attribute)
    {
        foreach (var property in HostProperties.GetOrAdd(attribute.GetType(), PropertiesOf))
            MetadataValue.Add(metadata, property.Name, property.PropertyType, property.GetValue(attribute));
    }

    private static PropertyInfo[] PropertiesOf(Type type)
    {
        if (!type.IsDefined(typeof(MetadataAttributeAttribute), inherit: true)) return [];
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        return Array.FindAll(type.GetProperties(declared), property => property.CanRead);
    }

    /// <summary>
    /// The properties of a metadata attribute that a plugin defines. It cannot be made without running the plugin's code, so each
    /// property must be set by name or by the constructor's parameter of the same name.
    /// </summary>
    private List<(string Name, object? Value)> ConventionalProperties(
        TypeShape type, CustomAttribute attribute, CustomAttributeValue<TypeShape> value)
    {
        var (file, handle) = folder.FindType(type) ?? throw new ManifestException($"uses [{ShortName(type)}], which is not there");
        var arguments = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, argument) in ParameterNames(file, handle, AttributeActivator.ParameterTypes(main, attribute.Constructor))
            .Zip(value.FixedArguments)) arguments[name] = MetadataValue.Of(argument.Type, argument.Value);
        foreach (var argument in value.NamedArguments) arguments[argument.Name ?? ""] = MetadataValue.Of(argument.Type, argument.Value);

        List<(string, object?)> result = [];
        foreach (var propertyHandle in file.Reader.GetTypeDefinition(handle).GetProperties())
        {
            var property = file.Reader.GetPropertyDefinition(propertyHandle);
            if (property.GetAccessors().Getter.IsNil) continue;
            var name = file.Reader.GetString(property.Name);
            if (!arguments.TryGetValue(name, out var content))
            {
                throw new ManifestException($"uses [{ShortName(type)}], whose property {name} cannot be read without running it; "
                    + $"set it by name, give the constructor a parameter of that name, or use [ExportMetadata(\"{name}\", ...)] instead");
            }
            result.Add((name, content));
        }
        return result;
    }

    private static string[] ParameterNames(ImageFile file, TypeDefinitionHandle type, ImmutableArray<TypeShape> parameters)
    {
        var provider = new TypeShapeProvider(file, null);
        foreach (var handle in file.Reader.GetTypeDefinition(type).GetMethods())
        {
            var method = file.Reader.GetMethodDefinition(handle);
            if (!file.Reader.StringComparer.Equals(method.Name, ".ctor")) continue;
            var types = method.DecodeSignature(provider, null).ParameterTypes;
            if (!types.Select(type => type.Name).SequenceEqual(parameters.Select(type => type.Name))) continue;
            return method.GetParameters().Select(file.Reader.GetParameter).Where(parameter => parameter.SequenceNumber > 0)
                .OrderBy(parameter => parameter.SequenceNumber).Select(parameter => file.Reader.GetString(parameter.Name)).ToArray();
        }
        throw new ManifestException($"uses [{ShortName(new TypeShape(file.NameOf(type), file.Name))}] with a constructor it does not have");
    }

    private static TypeShape Shape(Type type)
    {
        var key = ContractKey.Of(type);
        return new TypeShape(key.TypeName, key.AssemblyName);
    }

    private static string ShortName(TypeShape type)
    {
        var name = type.Definition[(type.Definition.LastIndexOfAny(['.', '+']) + 1)..];
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
    }
}
