using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Views, results and panels as parts of a larger JSON document.</summary>
internal static class PanelElement
{
    public static JsonElement Of(View view) => Make(writer => ViewJson.Write(writer, view));

    public static JsonElement Of(ActResult result) => Make(writer => PanelJson.Write(writer, result));

    public static JsonElement Of(ImmutableArray<PanelDescription> panels) => Make(writer =>
    {
        writer.WriteStartArray();
        foreach (var panel in panels) PanelJson.Write(writer, panel);
        writer.WriteEndArray();
    });

    /// <exception cref="JsonException">It is none.</exception>
    public static ImmutableArray<PanelDescription> ReadPanels(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select(PanelJson.ReadDescription)] : throw new JsonException("It is no list of panels.");

    private static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
