using System.Collections.Immutable;
using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>
/// Tables as JSON: each row an object by column name. Where all of a column is of a kind that JSON lacks, the column says so; otherwise
/// such cells do.
/// </summary>
internal static class TableJson
{
    // Names of columns are letters and digits, so these are never among them.
    private const string Subject = "$subject";
    private const string Acts = "$acts";
    private const string Tone = "$tone";

    public static void WriteMembers(Utf8JsonWriter writer, View.Table table)
    {
        var columns = table.Columns.OrEmpty();
        var rows = table.Rows.OrEmpty();
        var kinds = columns.Select((_, column) => KindOf(rows, column)).ToArray();
        writer.WriteStartArray("columns");
        foreach (var (column, kind) in columns.Zip(kinds))
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("label", column.Label);
            writer.WriteOptional("kind", ValueJson.WordFor(kind));
            writer.WriteFlag("detail", column.IsDetail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteArray("rows", rows, (to, row) =>
        {
            to.WriteStartObject();
            for (var column = 0; column < columns.Length; column++)
            {
                to.WritePropertyName(columns[column].Name);
                ValueJson.Write(to, Cell(row, column), kinds[column]);
            }

            to.WriteOptional(Subject, row.Subject);
            if (row.Acts.OrEmpty() is { IsEmpty: false } acts) to.WriteArray(Acts, acts, PartJson.WriteAct);
            to.WriteOptional(Tone, PartJson.WordFor(row.Tone));
            to.WriteEndObject();
        });
        writer.WriteOptional("emptyText", table.EmptyText);
        writer.WriteOptional("nextPage", table.NextPage);
    }

    public static View.Table Read(JsonElement json)
    {
        var columns = json.GetArray("columns", column =>
            (Column: new ViewColumn(column.GetText("name"), column.GetText("label")) { IsDetail = column.IsSet("detail") }, Kind: ValueJson.KindOf(column.FindText("kind"))));
        var rows = json.GetArray("rows", row => new ViewRow(
        [
            .. columns.Select(column => row.Find(column.Column.Name) is { } cell ? ValueJson.Read(cell, column.Kind) : PanelValue.None),
        ])
        {
            Subject = row.FindText(Subject), Acts = row.Find(Acts) is null ? [] : row.GetArray(Acts, PartJson.ReadAct), Tone = PartJson.ReadTone(row, Tone),
        });
        return new([.. columns.Select(column => column.Column)], rows) { EmptyText = json.FindText("emptyText"), NextPage = json.FindText("nextPage") };
    }

    /// <summary>A row should have a cell for each column; where one lacks, there is nothing to show.</summary>
    public static PanelValue Cell(ViewRow row, int column) => row.Cells.OrEmpty() is var cells && column < cells.Length ? cells[column] ?? PanelValue.None : PanelValue.None;

    /// <summary>The kind that all cells of a column have which are not empty; <see cref="PanelValueKind.None"/> where they differ.</summary>
    public static PanelValueKind KindOf(ImmutableArray<ViewRow> rows, int column)
    {
        var common = PanelValueKind.None;
        foreach (var row in rows)
        {
            var kind = Cell(row, column).Kind;
            if (kind == PanelValueKind.None || kind == common) continue;
            if (common != PanelValueKind.None) return PanelValueKind.None;
            common = kind;
        }

        return common;
    }
}
