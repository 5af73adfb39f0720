using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Prompt;
using PluginFramework.Shell.Commands;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>Values for the terminal: sequences of like things as tables, all else as trees, with limits to depth and length.</summary>
internal sealed class ValueText(ShellIo io, ViewWriter views)
{
    private const int MaxDepth = 3;
    private const int MaxItems = 50;
    private const int MaxCell = 40;
    private const int MaxLines = 200;

    public string Of(PromptValue value)
    {
        var lines = new List<string>();
        if (value is PromptValue.Sequence sequence && ColumnsOf(sequence) is { IsEmpty: false } columns) AddTable(lines, sequence, columns);
        else Add(lines, "", "", value, depth: 0);
        if (lines.Count > MaxLines) lines = [.. lines.Take(MaxLines), $"… {lines.Count - MaxLines} more lines"];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>The members all items have in common; none where they differ.</summary>
    private static ImmutableArray<string> ColumnsOf(PromptValue.Sequence sequence)
    {
        if (sequence.Items is not [PromptValue.Node { Members: { Length: > 0 } members }, ..]) return [];
        var columns = members.Select(member => member.Name).ToImmutableArray();
        return sequence.Items.All(item => item is PromptValue.Node node && node.Members.Select(member => member.Name).SequenceEqual(columns, StringComparer.Ordinal)) ? columns : [];
    }

    private static string Count(PromptValue.Sequence sequence) => (sequence.Items.Length, sequence.HasMore) switch
    {
        (0, _) => "empty",
        (1, false) => "1 item",
        (var count, false) => $"{count} items",
        var (count, _) => $"more than {count} items",
    };

    /// <summary>A value on one line.</summary>
    private static string Inline(PromptValue value, int depth) => value switch
    {
        PromptValue.Scalar scalar => scalar.Text,
        PromptValue.Elided elided => elided.Text,
        PromptValue.Sequence sequence when depth < 2 =>
            $"[{string.Join(", ", sequence.Items.Take(8).Select(item => Inline(item, depth + 1)))}{(sequence.HasMore || sequence.Items.Length > 8 ? ", …" : "")}]",
        PromptValue.Sequence sequence => $"{sequence.Type} ({Count(sequence)})",
        PromptValue.Node { Text.Length: > 0 } node => node.Text,
        PromptValue.Node node when depth < 2 => $"{{ {string.Join(", ", node.Members.Select(member => $"{member.Name} = {Inline(member.Value, depth + 1)}"))} }}",
        _ => value.Type,
    };

    private void AddTable(List<string> lines, PromptValue.Sequence sequence, ImmutableArray<string> columns)
    {
        lines.Add(io.Paint($"{SafeText.Line(sequence.Type)}, {Count(sequence)}", Style.Dim));
        var room = io.Width ?? 200;
        var rows = sequence.Items.OfType<PromptValue.Node>().Take(MaxItems)
            .Select(item => item.Members.Select(member => TextWrap.Cut(SafeText.Line(Inline(member.Value, 1)), Math.Min(MaxCell, room / 2))).ToArray()).ToArray();
        var shown = Fitting(columns, rows, room);
        var table = new View.Table(
            [.. columns.Take(shown).Select(column => new ViewColumn(column, column))], [.. rows.Select(row => new ViewRow([.. row.Take(shown).Select(cell => PanelValue.Of(cell))]))]);
        lines.AddRange(views.Text(table).TrimEnd('\n').Split('\n'));
        if (shown < columns.Length) lines.Add(io.Paint($"no room for {string.Join(", ", columns.Skip(shown))}", Style.Dim));
        if (sequence.HasMore || sequence.Items.Length > MaxItems) lines.Add(io.Paint("… and more", Style.Dim));
    }

    /// <summary>How many of the columns there is room for, with each cell on one line.</summary>
    private static int Fitting(ImmutableArray<string> columns, string[][] rows, int room)
    {
        for (var column = 0; column < columns.Length; column++)
        {
            room -= rows.Max(row => Math.Max(CellWidth.Of(row[column]), CellWidth.Of(columns[column])));
            if (room < 0 && column > 0) return column;
            room -= 2;
        }

        return columns.Length;
    }

    private void Add(List<string> lines, string indent, string label, PromptValue value, int depth)
    {
        var room = (io.Width ?? 200) - indent.Length - CellWidth.Of(label);
        var inline = SafeText.Lines(Inline(value, 0));
        var isShort = depth > 0 && !inline.Contains('\n', StringComparison.Ordinal) && CellWidth.Of(inline) <= Math.Min(room, 60);
        switch (value)
        {
            case PromptValue.Sequence { Items: not [] } sequence when depth < MaxDepth && !isShort:
                lines.Add(indent + label + io.Paint($"{SafeText.Line(sequence.Type)}, {Count(sequence)}", Style.Dim));
                for (var item = 0; item < Math.Min(sequence.Items.Length, MaxItems); item++) Add(lines, indent + "  ", $"[{item}] ", sequence.Items[item], depth + 1);
                if (sequence.HasMore || sequence.Items.Length > MaxItems) lines.Add(indent + io.Paint("  … and more", Style.Dim));
                break;
            case PromptValue.Sequence { Items: [] } empty:
                lines.Add(indent + label + io.Paint($"{SafeText.Line(empty.Type)}, empty", Style.Dim));
                break;
            case PromptValue.Node { Members: not [] } node when depth < MaxDepth && !isShort:
                var type = io.Paint(SafeText.Line(node.Type), Style.Dim);
                lines.Add(indent + label + (node.Text.Length > 0 ? $"{type} {SafeText.Line(node.Text)}" : type));
                var width = Math.Min(24, node.Members.Max(member => CellWidth.Of(SafeText.Line(member.Name))));
                foreach (var member in node.Members)
                {
                    var name = SafeText.Line(member.Name);
                    Add(lines, indent + "  ", io.Paint(name, Style.Cyan) + new string(' ', Math.Max(0, width - CellWidth.Of(name)) + 1), member.Value, depth + 1);
                }

                break;
            default:
                lines.AddRange($"{indent}{label}{io.Paint(inline, Tint(value))}".Split('\n'));
                break;
        }
    }

    private static Style Tint(PromptValue value) => value switch
    {
        PromptValue.Scalar { Text: "null" or "true" or "false" } => Style.Blue,
        PromptValue.Scalar { Type: "string" or "char" } => Style.Green,
        PromptValue.Scalar { Text: [>= '0' and <= '9', ..] or ['-', ..] } => Style.Magenta,
        PromptValue.Elided => Style.Dim,
        _ => Style.Plain,
    };
}
