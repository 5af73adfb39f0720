using System.Collections.Immutable;
using System.Text.Json;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Writes members of JSON objects, those that are not there not at all, and reads them with errors that name them.</summary>
internal static class JsonMembers
{
    /// <summary>An array that was never set is one with nothing in it.</summary>
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> array) => array.IsDefault ? [] : array;

    public static void WriteOptional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    public static void WriteOptional(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) writer.WriteNumber(name, number);
    }

    /// <summary>Written only where it is true.</summary>
    public static void WriteFlag(this Utf8JsonWriter writer, string name, bool value)
    {
        if (value) writer.WriteBoolean(name, true);
    }

    public static void WriteArray<T>(this Utf8JsonWriter writer, string name, ImmutableArray<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items.OrEmpty()) write(writer, item);
        writer.WriteEndArray();
    }

    /// <summary>A member; <see langword="null"/> where there is none. JSON's null is one.</summary>
    public static JsonElement? Find(this JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonException($"An object with '{name}' is expected, not {json.ValueKind}.");
        return json.TryGetProperty(name, out var member) ? member : null;
    }

    public static string? FindText(this JsonElement json, string name) =>
        json.Find(name) is { ValueKind: not JsonValueKind.Null } member ? member.Text(name) : null;

    public static string GetText(this JsonElement json, string name) => json.FindText(name) ?? throw Missing(name);

    public static double? FindNumber(this JsonElement json, string name)
    {
        if (json.Find(name) is not { ValueKind: not JsonValueKind.Null } member) return null;
        return member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number) && double.IsFinite(number)
            ? number : throw new JsonException($"'{name}' is not a number.");
    }

    public static bool IsSet(this JsonElement json, string name) => json.Find(name)?.ValueKind switch
    {
        null or JsonValueKind.False or JsonValueKind.Null => false,
        JsonValueKind.True => true,
        _ => throw new JsonException($"'{name}' is neither true nor false."),
    };

    public static ImmutableArray<T> GetArray<T>(this JsonElement json, string name, Func<JsonElement, T> read) => json.Find(name) switch
    {
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(read)],
        null => throw Missing(name),
        _ => throw new JsonException($"'{name}' is not an array."),
    };

    /// <summary>A string.</summary>
    public static string Text(this JsonElement json, string what = "An item")
    {
        if (json.ValueKind != JsonValueKind.String) throw new JsonException($"'{what}' is not a string.");
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new JsonException($"'{what}' is not valid text.", error);
        }
    }

    private static JsonException Missing(string name) => new($"'{name}' is missing.");
}
