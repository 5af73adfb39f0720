using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>Writes the views of the configuration's and the examination's commands: tables, fields and text, also as JSON.</summary>
internal static class ViewWriter
{
    public static void Write(CommandContext context, View view, bool json)
    {
        if (json) context.Screen.Line(Json(view));
        else WriteText(context.Screen, view);
    }

    private static void WriteText(Screen screen, View view)
    {
        switch (view)
        {
            case View.Table { Rows.IsEmpty: true, EmptyText: { } nothing }:
                screen.Line(nothing);
                break;
            case View.Table table:
                screen.Table([.. table.Columns.Select(column => column.Label)], table.Rows.Select(row => row.Cells.Select(cell => cell.Text).ToArray()));
                break;
            case View.Fields fields:
                screen.Table(["Name", "Value"], fields.Items.Select(field => (string[])[field.Label, field.Value.Text]));
                break;
            case View.Text text:
                screen.Line(text.Content.TrimEnd('\n'));
                break;
            case View.Group group:
                foreach (var item in group.Items) WriteText(screen, item);
                break;
        }
    }

    private static string Json(View view)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(writer, view);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, View view)
    {
        switch (view)
        {
            case View.Table table:
                writer.WriteStartArray();
                foreach (var row in table.Rows)
                {
                    writer.WriteStartObject();
                    foreach (var (column, cell) in table.Columns.Zip(row.Cells)) Write(writer, column.Name, cell);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            case View.Fields fields:
                writer.WriteStartObject();
                foreach (var field in fields.Items) Write(writer, field.Name, field.Value);
                writer.WriteEndObject();
                break;
            case View.Group { Items: [var first, ..] }:
                Write(writer, first);
                break;
            case View.Text text:
                writer.WriteStringValue(text.Content);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, PanelValue value)
    {
        writer.WritePropertyName(name);
        if (value.Kind == PanelValueKind.None) writer.WriteNullValue();
        else if (value.Kind == PanelValueKind.Flag) writer.WriteBooleanValue(value.Text == "true");
        else if (value.AsNumber() is { } number) writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
        else if (value.Kind == PanelValueKind.List)
        {
            writer.WriteStartArray();
            foreach (var item in value.Items) writer.WriteStringValue(item);
            writer.WriteEndArray();
        }
        else writer.WriteStringValue(value.Text);
    }
}
