using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Values as what JSON has for them. Times, durations and sizes need their kind said: around them, or as an object of their own.</summary>
internal static class ValueJson
{
    /// <param name="writer">Where to.</param>
    /// <param name="value">The value.</param>
    /// <param name="told">The kind that what surrounds it tells the reader.</param>
    public static void Write(Utf8JsonWriter writer, PanelValue value, PanelValueKind told = PanelValueKind.None)
    {
        var word = value.Kind == told ? null : WordFor(value.Kind);
        if (word is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", word);
            writer.WritePropertyName("value");
        }

        switch (value.Kind)
        {
            case PanelValueKind.None:
                writer.WriteNullValue();
                break;
            case PanelValueKind.Number or PanelValueKind.Size:
                writer.WriteRawValue(value.Text); // digits and exponent are as JSON has them
                break;
            case PanelValueKind.Flag:
                writer.WriteBooleanValue(value.Text == "true");
                break;
            case PanelValueKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Items) writer.WriteStringValue(item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }

        if (word is not null) writer.WriteEndObject();
    }

    /// <param name="json">The value.</param>
    /// <param name="told">The kind that what surrounds it says it has.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public static PanelValue Read(JsonElement json, PanelValueKind told = PanelValueKind.None) => json.ValueKind switch
    {
        JsonValueKind.Null => PanelValue.None,
        JsonValueKind.True => PanelValue.Of(true),
        JsonValueKind.False => PanelValue.Of(false),
        JsonValueKind.Number when told == PanelValueKind.Size => PanelValue.OfSize(
            json.TryGetInt64(out var octets) ? octets : throw new JsonException("A size is not a whole number of octets.")),
        JsonValueKind.Number => ReadNumber(json.GetRawText()),
        JsonValueKind.String when told == PanelValueKind.Time => ReadTime(json.Text()),
        JsonValueKind.String when told == PanelValueKind.Duration => ReadDuration(json.Text()),
        JsonValueKind.String => PanelValue.Of(json.Text()),
        JsonValueKind.Array => PanelValue.Of(json.EnumerateArray().Select(item => item.Text())),
        JsonValueKind.Object when told == PanelValueKind.None && KindOf(json.GetText("kind")) is var kind && json.Find("value") is { } value => Read(value, kind),
        _ => throw new JsonException("A value is neither null, true, false, a number, a string, an array of strings nor an object with kind and value."),
    };

    public static void WriteMembers(Utf8JsonWriter writer, string name, ImmutableDictionary<string, PanelValue>? values)
    {
        if (values is not { IsEmpty: false }) return;
        writer.WriteStartObject(name);
        foreach (var (key, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    public static ImmutableDictionary<string, PanelValue> ReadMembers(JsonElement json, string name)
    {
        var values = ImmutableDictionary.CreateBuilder<string, PanelValue>(StringComparer.Ordinal);
        if (json.Find(name) is not { } members) return values.ToImmutable();
        if (members.ValueKind != JsonValueKind.Object) throw new JsonException($"'{name}' is not an object.");
        foreach (var member in members.EnumerateObject()) values[member.Name] = Read(member.Value);
        return values.ToImmutable();
    }

    /// <summary>The word for a kind that JSON lacks; <see langword="null"/> for the others, which need none.</summary>
    public static string? WordFor(PanelValueKind kind) => kind switch
    {
        PanelValueKind.Time => "time",
        PanelValueKind.Duration => "duration",
        PanelValueKind.Size => "size",
        _ => null,
    };

    /// <exception cref="JsonException">There is no such kind.</exception>
    public static PanelValueKind KindOf(string? word) => word switch
    {
        null => PanelValueKind.None,
        "time" => PanelValueKind.Time,
        "duration" => PanelValueKind.Duration,
        "size" => PanelValueKind.Size,
        _ => throw new JsonException($"There is no kind of value '{word}'."),
    };

    private static PanelValue ReadNumber(string text)
    {
        // Negative zero is the one whole number that is not the same as one.
        if (text != "-0" && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return PanelValue.Of(whole);
        var number = double.Parse(text, CultureInfo.InvariantCulture);
        return double.IsFinite(number) ? PanelValue.Of(number) : throw new JsonException("A number is too large.");
    }

    private static PanelValue ReadTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? PanelValue.Of(time) : throw new JsonException($"'{text}' is not a time such as 2026-01-31T10:00:00Z.");

    private static PanelValue ReadDuration(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration)
            ? PanelValue.Of((TimeSpan?)duration) : throw new JsonException($"'{text}' is not a length of time such as 00:00:30.");
}
