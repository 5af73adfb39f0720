using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>Makes the host's own attributes from the arguments a plugin's metadata gives them.</summary>
internal static class AttributeActivator
{
    /// <exception cref="ManifestException">The host's attribute has no such constructor or property, or an argument cannot cross.</exception>
    public static Attribute Create(Type type, ImageFile file, CustomAttribute attribute, CustomAttributeValue<TypeShape> value)
    {
        var parameters = ParameterTypes(file, attribute.Constructor);
        var constructor = Array.Find(type.GetConstructors(), candidate => Matches(candidate, parameters))
            ?? throw new ManifestException(
                $"uses [{type.Name}] with arguments this host's {type.Assembly.GetName().Name} does not know; build it against this host's version");
        var arguments = value.FixedArguments.Select(argument => MetadataValue.Of(argument.Type, argument.Value));
        var instance = (Attribute)constructor.Invoke(constructor.GetParameters()
            .Zip(arguments, (parameter, argument) => Fit(parameter.ParameterType, argument)).ToArray());
        foreach (var named in value.NamedArguments)
        {
            var property = type.GetProperty(named.Name ?? "") ?? throw new ManifestException(
                $"sets {type.Name}.{named.Name}, which this host's {type.Assembly.GetName().Name} does not know; build it against this host's version");
            property.SetValue(instance, Fit(property.PropertyType, MetadataValue.Of(named.Type, named.Value)));
        }
        return instance;
    }

    public static ImmutableArray<TypeShape> ParameterTypes(ImageFile file, EntityHandle constructor)
    {
        var provider = new TypeShapeProvider(file, null);
        return constructor.Kind is HandleKind.MethodDefinition
            ? file.Reader.GetMethodDefinition((MethodDefinitionHandle)constructor).DecodeSignature(provider, null).ParameterTypes
            : file.Reader.GetMemberReference((MemberReferenceHandle)constructor).DecodeMethodSignature(provider, null).ParameterTypes;
    }

    private static bool Matches(ConstructorInfo constructor, ImmutableArray<TypeShape> types)
    {
        var parameters = constructor.GetParameters();
        return parameters.Length == types.Length
            && parameters.Zip(types).All(pair => ContractKey.Of(pair.First.ParameterType).TypeName == pair.Second.Name);
    }

    private static object? Fit(Type type, object? value) => type.IsEnum && value is not null ? Enum.ToObject(type, value) : value;
}
