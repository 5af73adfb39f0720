using System.Collections.Immutable;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>Lays out the list of proposals: a row each, and what the documentation says of the one that is chosen, or stands first.</summary>
internal static class PopupLayout
{
    private const int MaxDocumentation = 3;
    private const int MaxNameWidth = 40;

    public static void Add(FrameBuilder frame, Popup popup, int columns, int rows)
    {
        if (popup.IsNote)
        {
            foreach (var note in popup.Proposals.Notes.Take(rows)) frame.NewRow().Add("  ").AddCut(SafeText.Line(note), columns - 3, Style.Cyan);
            return;
        }

        var items = popup.Items;
        var shown = Math.Min(Math.Min(items.Length, Popup.Height), Math.Max(1, rows - 1));
        var first = Math.Clamp(popup.Selected - shown + 1, 0, items.Length - shown);
        AddItems(frame, items[first..(first + shown)], popup.Chosen, columns);
        var rest = rows - shown;
        if (items.Length > shown && rest > 0)
        {
            frame.NewRow().AddCut($"  {(popup.Selected < 0 ? "" : $"{popup.Selected + 1} of ")}{items.Length}", columns, Style.Dim);
            rest--;
        }

        AddDocumentation(frame, popup.Chosen ?? items[0], columns, Math.Min(rest, MaxDocumentation));
    }

    private static void AddItems(FrameBuilder frame, ImmutableArray<Proposal> items, Proposal? chosen, int columns)
    {
        var width = Math.Min(items.Max(item => CellWidth.Of(item.Text)), Math.Min(MaxNameWidth, columns - 3));
        foreach (var item in items)
        {
            var isChosen = ReferenceEquals(item, chosen);
            var style = isChosen ? Style.Inverse : Style.Plain;
            frame.NewRow().Add(isChosen ? "> " : "  ", Style.Bold).AddCut(item.Text, width, style).PadTo(width + 2, style);
            var more = item.Overloads > 1 ? $" (+{item.Overloads - 1} more)" : "";
            if (item.Description.Length > 0) frame.AddCut($"  {item.Description}{more}", columns, Style.Dim);
        }
    }

    private static void AddDocumentation(FrameBuilder frame, Proposal item, int columns, int rows)
    {
        var text = SafeText.Line(item.Documentation.ReplaceLineEndings(" ")).Trim();
        while (text.Length > 0 && rows-- > 0)
        {
            var line = rows == 0 ? text : TextWrap.First(text, columns - 3);
            frame.NewRow().Add("  ").AddCut(line, columns - 3, Style.Cyan);
            text = text[Math.Min(line.Length, text.Length)..].TrimStart();
        }
    }
}
