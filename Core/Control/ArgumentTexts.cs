using System.Collections.Immutable;
using System.Text.Json;

namespace PluginFramework.Core.Control;

/// <summary>Arguments as they stand in a request: what JSON has for them becomes text, which the act's parameters then judge.</summary>
internal static class ArgumentTexts
{
    /// <exception cref="InvalidDataException">One is an object, or holds one.</exception>
    public static ImmutableDictionary<string, ImmutableArray<string>> Read(Dictionary<string, JsonElement>? arguments)
    {
        var texts = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments ?? [])
        {
            if (value.ValueKind == JsonValueKind.Null) continue;
            texts[name] = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => Text(name, item))] : [Text(name, value)];
        }

        return texts.ToImmutable();
    }

    public static Dictionary<string, JsonElement>? Write(ImmutableDictionary<string, ImmutableArray<string>>? arguments) =>
        arguments?.ToDictionary(argument => argument.Key, argument => argument.Value is [var only] ? Element(only) : Elements(argument.Value), StringComparer.Ordinal);

    private static JsonElement Element(string text) => JsonSerializer.SerializeToElement(text, ControlJson.Default.String);

    private static JsonElement Elements(ImmutableArray<string> texts) => JsonSerializer.SerializeToElement([.. texts], ControlJson.Default.StringArray);

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new InvalidDataException($"The argument '{name}' must be a text, a number, true, false, or a list of these."),
    };
}
