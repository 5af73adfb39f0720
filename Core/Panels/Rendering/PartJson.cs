using System.Globalization;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>What views are made of as JSON.</summary>
internal static class PartJson
{
    public static void WriteField(Utf8JsonWriter writer, ViewField field)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WriteString("label", field.Label);
        writer.WritePropertyName("value");
        ValueJson.Write(writer, field.Value, field.Value.Kind);
        writer.WriteOptional("kind", ValueJson.WordFor(field.Value.Kind));
        writer.WriteOptional("tone", WordFor(field.Tone));
        writer.WriteEndObject();
    }

    public static ViewField ReadField(JsonElement json) => new(
        json.GetText("name"), json.GetText("label"),
        ValueJson.Read(json.Find("value") ?? throw new JsonException("A field has no 'value'."), ValueJson.KindOf(json.FindText("kind"))))
    {
        Tone = ReadTone(json, "tone"),
    };

    public static void WriteAct(Utf8JsonWriter writer, ViewAct act)
    {
        writer.WriteStartObject();
        writer.WriteString("act", act.Act);
        ValueJson.WriteMembers(writer, "arguments", act.Arguments);
        writer.WriteEndObject();
    }

    public static ViewAct ReadAct(JsonElement json) => new(json.GetText("act")) { Arguments = ValueJson.ReadMembers(json, "arguments") };

    public static void WriteLine(Utf8JsonWriter writer, ViewLogLine line)
    {
        writer.WriteStartObject();
        writer.WriteString("at", line.At.ToString("O", CultureInfo.InvariantCulture));
        writer.WriteString("level", line.Level);
        writer.WriteString("category", line.Category);
        writer.WriteString("message", line.Message);
        writer.WriteOptional("tone", WordFor(line.Tone));
        writer.WriteEndObject();
    }

    public static ViewLogLine ReadLine(JsonElement json) => new(
        DateTimeOffset.TryParse(json.GetText("at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at : throw new JsonException("'at' is not a time such as 2026-01-31T10:00:00Z."),
        json.GetText("level"), json.GetText("category"), json.GetText("message"))
    {
        Tone = ReadTone(json, "tone"),
    };

    public static void WriteNode(Utf8JsonWriter writer, ViewNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("id", node.Id);
        writer.WriteString("label", node.Label);
        writer.WriteOptional("subject", node.Subject);
        writer.WriteOptional("tone", WordFor(node.Tone));
        writer.WriteEndObject();
    }

    public static ViewNode ReadNode(JsonElement json) => new(json.GetText("id"), json.GetText("label")) { Subject = json.FindText("subject"), Tone = ReadTone(json, "tone") };

    public static void WriteEdge(Utf8JsonWriter writer, ViewEdge edge)
    {
        writer.WriteStartObject();
        writer.WriteString("from", edge.From);
        writer.WriteString("to", edge.To);
        writer.WriteString("label", edge.Label);
        writer.WriteEndObject();
    }

    public static ViewEdge ReadEdge(JsonElement json) => new(json.GetText("from"), json.GetText("to"), json.GetText("label"));

    /// <summary>The word for a tone; <see langword="null"/> for the neutral one, which is not said.</summary>
    public static string? WordFor(ViewTone tone) => tone switch
    {
        ViewTone.Good => "good",
        ViewTone.Warning => "warning",
        ViewTone.Bad => "bad",
        _ => null,
    };

    public static ViewTone ReadTone(JsonElement json, string name) => json.FindText(name) switch
    {
        null => ViewTone.Neutral,
        "good" => ViewTone.Good,
        "warning" => ViewTone.Warning,
        "bad" => ViewTone.Bad,
        var other => throw new JsonException($"There is no tone '{other}'."),
    };
}
