using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>Writes a JSON schema (draft 2020-12) of the configuration file, for editors to complete and check it with.</summary>
internal static class JsonSchemaWriter
{
    private const string DurationPattern = @"^\s*([0-9.]+\s*(ms|s|m|min|h|d)?|([0-9]+\.)?[0-9]+:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)\s*$";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(KnownKeys keys)
    {
        var properties = ObjectOf(HostKeys.All);
        properties["$schema"] = new JsonObject { ["type"] = "string" };
        properties["plugins"] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "The options of each plugin, by its id.",
            ["properties"] = new JsonObject(keys.Plugins.OrderBy(plugin => plugin.PluginId, StringComparer.Ordinal)
                .Select(plugin => KeyValuePair.Create(plugin.PluginId, (JsonNode?)PluginOf(plugin)))),
            // A plugin that is not there yet may have its section.
            ["additionalProperties"] = new JsonObject { ["type"] = "object" },
        };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "pluginhost.json",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        }.ToJsonString(Indented);
    }

    private static JsonObject PluginOf(OptionsSchema plugin)
    {
        var schema = new JsonObject { ["type"] = "object", ["title"] = plugin.Title };
        if (plugin.Gap is { } gap) schema["$comment"] = gap;
        if (plugin is { Options.IsEmpty: true, Gap: not null }) return schema;
        schema["properties"] = ObjectOf(plugin.Options);
        schema["additionalProperties"] = false;
        return schema;
    }

    private static JsonObject ObjectOf(ImmutableArray<OptionSchema> options) =>
        new(options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)Of(option))));

    private static JsonObject Of(OptionSchema option)
    {
        var schema = new JsonObject();
        if (option.Description is { } description) schema["description"] = description;
        foreach (var (name, value) in TypeOf(option)) schema[name] = value?.DeepClone();
        if (option.Minimum is { } minimum) schema["minimum"] = minimum;
        if (option.Maximum is { } maximum) schema["maximum"] = maximum;
        if (!option.Choices.IsEmpty) schema["enum"] = new JsonArray([.. option.Choices.Select(choice => (JsonNode)choice), .. option.IsNullable ? [null] : Array.Empty<JsonNode?>()]);
        if (!option.IsSecret && DefaultOf(option) is { } value1) schema["default"] = value1;
        if (option.IsSecret) schema["writeOnly"] = true;
        return schema;
    }

    private static JsonObject TypeOf(OptionSchema option) => option.Kind switch
    {
        OptionKind.Flag => Typed("boolean"),
        OptionKind.Integer => Typed("integer"),
        OptionKind.Number => Typed("number"),
        OptionKind.Duration => new() { ["type"] = Types("string", "number"), ["pattern"] = DurationPattern },
        // One text stands for a list of it.
        OptionKind.List => new() { ["type"] = Types("array", "string"), ["items"] = option.Items is { } items ? Of(items) : null },
        OptionKind.Map => new() { ["type"] = Types("object"), ["additionalProperties"] = option.Items is { } items ? Of(items) : null },
        OptionKind.Object => new() { ["type"] = Types("object"), ["properties"] = ObjectOf(option.Members), ["additionalProperties"] = false },
        _ => Typed("string"),

    };

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static JsonArray Types(params ReadOnlySpan<string> types)
    {
        var array = new JsonArray();
        foreach (var type in types) array.Add((JsonNode)type);
        return array;
    }

    private static JsonNode? DefaultOf(OptionSchema option) => (option.Kind, option.Default) switch
    {
        (_, null) => null,
        (OptionKind.Flag, var text) => text == "true",
        (OptionKind.Integer, var text) when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        (OptionKind.Number, var text) when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        (OptionKind.List or OptionKind.Map, var text) => JsonNode.Parse(text),
        (_, var text) => text,
    };
}
