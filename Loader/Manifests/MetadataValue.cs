using System.Collections.Immutable;
using System.Reflection.Metadata;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Manifests;

/// <summary>The values that export metadata may have.</summary>
internal static class MetadataValue
{
    /// <summary>The value of an attribute's argument; an enumeration gives its number.</summary>
    /// <exception cref="ManifestException">It is a type, or an array of types.</exception>
    public static object? Of(TypeShape type, object? value) => value switch
    {
        TypeShape reference => throw new ManifestException(
            $"gives the type {reference} as export metadata, which cannot cross from plugin to plugin; give its name as a string"),
        ImmutableArray<CustomAttributeTypedArgument<TypeShape>> items => ArrayOf(type.Element?.Name ?? "System.Object", items),
        _ => value,
    };

    /// <summary>Adds a value as System.Composition does: several of one name become an array.</summary>
    public static void Add(Dictionary<string, object?> metadata, string name, Type type, object? value)
    {
        if (!metadata.TryGetValue(name, out var existing))
        {
            metadata.Add(name, value);
            return;
        }
        try
        {
            var length = existing is Array old ? old.Length : 1;
            var merged = Array.CreateInstance(type, length + 1);
            if (existing is Array many) Array.Copy(many, merged, length);
            else merged.SetValue(existing, 0);
            merged.SetValue(value, length);
            metadata[name] = merged;
        }
        catch (Exception exception) when (exception is InvalidCastException or ArrayTypeMismatchException)
        {
            throw new ManifestException($"gives the export metadata \"{name}\" values of several types, which do not fit into one array", exception);
        }
    }

    private static Array ArrayOf(string elementName, ImmutableArray<CustomAttributeTypedArgument<TypeShape>> items)
    {
        var values = items.Select(item => Of(item.Type, item.Value)).ToArray();
        var element = typeof(object).Assembly.GetType(elementName) ?? values.FirstOrDefault()?.GetType() ?? typeof(int);
        var array = Array.CreateInstance(element, values.Length);
        for (var index = 0; index < values.Length; index++) array.SetValue(values[index], index);
        return array;
    }
}
