using System.Collections.Immutable;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Aligned columns under headings in capitals. What is too wide is broken within its column; too many columns become a list.</summary>
internal static class TextTable
{
    /// <summary>A column is never made narrower than this for another's sake.</summary>
    private const int Narrowest = 6;

    private const int Gap = 2;

    public static void Write(TextPage page, ImmutableArray<string> headings, IReadOnlyList<string[]> rows)
    {
        var widths = headings.Select((heading, column) => rows.Select(row => TerminalCells.Of(row[column])).Append(TerminalCells.Of(heading)).Max()).ToArray();
        if (!TryFit(widths, page.Width - (Gap * (headings.Length - 1))))
        {
            WriteAsList(page, headings, rows);
            return;
        }

        WriteRow(page, widths, [.. headings.Select(heading => heading.ToUpperInvariant())]);
        foreach (var cells in rows) WriteRow(page, widths, cells);
    }

    /// <summary>Names and values in two columns.</summary>
    public static void WriteFields(TextPage page, IReadOnlyList<(string Label, string Value)> fields)
    {
        if (fields.Count == 0) return;
        var room = page.Width - Gap;
        int[] widths = [fields.Max(field => TerminalCells.Of(field.Label)), fields.Max(field => TerminalCells.Of(field.Value))];
        // Labels give way only where they would take more than the half.
        if ((long)widths[0] + widths[1] > room) widths[0] = Math.Min(widths[0], room / 2);
        widths[1] = Math.Min(widths[1], room - widths[0]);
        foreach (var (label, value) in fields) WriteRow(page, widths, [label, value]);
    }

    private static void WriteRow(TextPage page, int[] widths, string[] cells)
    {
        var lines = cells.Select((cell, column) => TerminalText.Wrap(cell, Math.Max(1, widths[column])).ToArray()).ToArray();
        var height = lines.Max(cell => cell.Length);
        for (var line = 0; line < height; line++)
        {
            page.Line(string.Join(new string(' ', Gap), lines.Select((cell, column) =>
                line < cell.Length ? column == lines.Length - 1 ? cell[line] : TerminalText.Pad(cell[line], widths[column]) : new string(' ', widths[column]))));
        }
    }

    private static void WriteAsList(TextPage page, ImmutableArray<string> headings, IReadOnlyList<string[]> rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (row > 0) page.Line("");
            WriteFields(page, [.. headings.Select((heading, column) => (heading, rows[row][column]))]);
        }
    }

    /// <summary>Takes from the widest until all fit; false where they cannot.</summary>
    private static bool TryFit(int[] widths, int room)
    {
        if (widths.Sum(width => (long)Math.Min(width, Narrowest)) > room) return false;
        var over = widths.Sum(width => (long)width) - room;
        while (over > 0)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            var next = widths.Where(width => width < widths[widest]).DefaultIfEmpty(0).Max();
            var cut = (int)Math.Min(over, widths[widest] - Math.Max(next, Narrowest));
            // Several are the widest: they give way one cell after the other.
            if (widths.Count(width => width == widths[widest]) > 1) cut = 1;
            widths[widest] -= cut = Math.Max(cut, 1);
            over -= cut;
        }

        return true;
    }
}
