using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>Reads what may be set from an options type. Runs nothing of the type but, for the defaults, the getters of an instance given.</summary>
/// <param name="summaries">What the options mean.</param>
internal sealed class OptionsTypeReader(XmlSummaries summaries)
{
    private const int MaxDepth = 6;
    private const string Annotations = "System.ComponentModel.DataAnnotations.";

    /// <summary>The options of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="defaults">A new instance; <see langword="null"/>: the defaults are left out.</param>
    public ImmutableArray<OptionSchema> Read(Type type, object? defaults) => Members(type, defaults, 0);

    private ImmutableArray<OptionSchema> Members(Type type, object? defaults, int depth) =>
    [
        .. OptionsBinder.PropertiesOf(type).Values.Where(IsSettable).Select(property => Describe(property, type, defaults, depth)),
    ];

    /// <summary>What only the host sets is public to read only.</summary>
    private static bool IsSettable(PropertyInfo property) =>
        property.GetIndexParameters().Length == 0 && (property.SetMethod is { IsPublic: true } || (property.SetMethod is null && property.PropertyType.IsClass));

    private OptionSchema Describe(PropertyInfo property, Type owner, object? defaults, int depth)
    {
        var value = defaults is null ? null : property.GetValue(defaults);
        var schema = Describe(OptionsBinder.Camel(property.Name), property.PropertyType, value, depth);
        var attributes = property.GetCustomAttributesData();
        var range = attributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == Annotations + "RangeAttribute")?.ConstructorArguments;
        return schema with
        {
            Description = summaries.OfProperty(property.DeclaringType ?? owner, property.Name),
            IsSecret = SecretNames.Has(property.Name),
            Minimum = range is [var least, ..] ? Number(least.Value) : schema.Minimum,
            Maximum = range is [_, var most, ..] ? Number(most.Value) : schema.Maximum,
            IsNullable = schema.IsNullable || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable),
        };
    }

    private OptionSchema Describe(string name, Type type, object? value, int depth)
    {
        var inner = Nullable.GetUnderlyingType(type);
        var actual = inner ?? type;
        var schema = KindOf(actual) switch
        {
            OptionKind.List or OptionKind.Map when depth < MaxDepth => new OptionSchema(name, KindOf(actual))
            {
                Items = Describe("", OptionsBinder.ElementType(actual) ?? typeof(string), null, depth + 1), Default = ListText(value),
            },
            OptionKind.Object when depth < MaxDepth => new OptionSchema(name, OptionKind.Object) { Members = Members(actual, value, depth + 1) },
            var kind => new OptionSchema(name, kind) { Default = kind == OptionKind.Object ? null : ScalarText(value) },
        };
        return schema with { Choices = actual.IsEnum ? [.. Enum.GetNames(actual)] : [], IsNullable = inner is not null };
    }

    private static OptionKind KindOf(Type type)
    {
        if (type == typeof(TimeSpan)) return OptionKind.Duration;
        if (type == typeof(bool)) return OptionKind.Flag;
        if (type == typeof(float) || type == typeof(double) || type == typeof(decimal)) return OptionKind.Number;
        if (type.IsEnum || type == typeof(string) || type == typeof(Uri) || type == typeof(char)) return OptionKind.Text;
        if (type.IsPrimitive) return OptionKind.Integer;
        if (type.IsValueType || typeof(IFormattable).IsAssignableFrom(type)) return OptionKind.Text;
        if (OptionsBinder.ElementType(type) is null) return OptionKind.Object;
        return type.IsArray || !Array.Exists([type, .. type.GetInterfaces()], IsDictionary) ? OptionKind.List : OptionKind.Map;

        static bool IsDictionary(Type item) =>
            item.IsGenericType && item.GetGenericTypeDefinition() is { } definition && (definition == typeof(IDictionary<,>) || definition == typeof(IReadOnlyDictionary<,>));
    }

    private static string? ScalarText(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string? ListText(object? value) => value switch
    {
        null => null,
        IDictionary { Count: 0 } => "{}",
        IDictionary => null,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(item => JsonSerializer.Serialize(ScalarText(item) ?? "", SchemaJson.Default.String)))}]",
        _ => null,
    };

    private static double? Number(object? value) => value is IConvertible convertible and not string ? convertible.ToDouble(CultureInfo.InvariantCulture)
        : double.TryParse(value as string, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
}
