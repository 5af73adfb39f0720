using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Views as plain text for a terminal, a chat or a mail, tones left out: a view says in words what they underline. Lines are separated by line feeds; the last has none.</summary>
internal sealed class TextRenderer : IViewRenderer
{
    private const int LeastWidth = 20;

    public string MediaType => "text/plain";

    public string Render(View view, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        var page = new TextPage(width is { } cells ? Math.Max(cells, LeastWidth) : null);
        Write(page, view, 0);
        return page.ToString();
    }

    private static void Write(TextPage page, View view, int depth)
    {
        if (depth == ViewJson.MaxDepth && view is View.Group) view = ViewJson.TooDeep;
        if (!string.IsNullOrEmpty(view.Title)) page.Wrapped(TerminalText.Clean(view.Title));
        switch (view)
        {
            case View.Text text:
                foreach (var line in TerminalText.Lines(text.Content)) page.Wrapped(line);
                break;
            case View.Fields fields:
                TextTable.WriteFields(page, [.. fields.Items.OrEmpty().Select(field => (TerminalText.Clean(field.Label), Shown(field.Value)))]);
                break;
            case View.Table table:
                WriteTable(page, table);
                break;
            case View.Form form:
                page.Wrapped(TerminalText.Clean(form.Act));
                TextTable.WriteFields(page, [.. InOrder(form.Values).Select(value => (TerminalText.Clean(value.Key), Shown(value.Value)))]);
                break;
            case View.Acts acts:
                foreach (var act in acts.Items.OrEmpty()) page.Wrapped(TerminalText.Clean(Describe(act)), "  ");
                break;
            case View.Progress progress:
                page.Wrapped(TerminalText.Clean(progress.Label) + (progress.Fraction is { } done && double.IsFinite(done)
                    ? string.Create(CultureInfo.InvariantCulture, $": {Math.Clamp(done, 0, 1) * 100:0} %") : " …"));
                break;
            case View.Log { Lines.IsDefaultOrEmpty: true }:
                page.Line("There is nothing.");
                break;
            case View.Log log:
                foreach (var line in log.Lines) WriteLogLine(page, line);
                break;
            case View.Graph graph:
                WriteGraph(page, graph);
                break;
            case View.Group group:
                WriteGroup(page, group.Items.OrEmpty(), depth);
                break;
            case View.Error error:
                page.Wrapped($"Error: {TerminalText.Clean(error.Message)}", "  ");
                if (error.Remedy is { } remedy) page.Wrapped(TerminalText.Clean(remedy));
                break;
        }
    }

    private static void WriteTable(TextPage page, View.Table table)
    {
        var columns = table.Columns.OrEmpty().Select((column, index) => (column, index)).Where(pair => !pair.column.IsDetail).ToImmutableArray();
        var rows = table.Rows.OrEmpty();
        if (rows.IsEmpty || columns.IsEmpty) page.Wrapped(TerminalText.Clean(table.EmptyText ?? "There is nothing."));
        else
        {
            TextTable.Write(
                page, [.. columns.Select(pair => TerminalText.Clean(pair.column.Label))],
                [.. rows.Select(row => columns.Select(pair => TerminalText.Of(TableJson.Cell(row, pair.index))).ToArray())]);
        }

        if (table.NextPage is { } next) page.Wrapped($"There are more, after {TerminalText.Clean(next)}");
    }

    private static void WriteLogLine(TextPage page, ViewLogLine line)
    {
        const string Indent = "    ";
        var lines = TerminalText.Lines(line.Message).ToList();
        page.Wrapped($"{PanelText.Of(line.At)} {TerminalText.Clean(line.Level)} {TerminalText.Clean(line.Category)}: {lines[0]}", Indent);
        foreach (var further in lines.Skip(1))
        {
            foreach (var part in TerminalText.Wrap(further, page.Width - Indent.Length)) page.Line(Indent + part);
        }
    }

    private static void WriteGraph(TextPage page, View.Graph graph)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes.OrEmpty()) labels.TryAdd(node.Id, TerminalText.Clean(node.Label));
        var edges = graph.Edges.OrEmpty().ToLookup(edge => edge.From, StringComparer.Ordinal);
        foreach (var node in graph.Nodes.OrEmpty())
        {
            page.Wrapped(labels[node.Id], "    ");
            foreach (var edge in edges[node.Id])
            {
                var to = labels.GetValueOrDefault(edge.To) ?? TerminalText.Clean(edge.To);
                page.Wrapped(string.IsNullOrEmpty(edge.Label) ? $"  -> {to}" : $"  -> {to} ({TerminalText.Clean(edge.Label)})", "     ");
            }
        }
    }

    private static void WriteGroup(TextPage page, ImmutableArray<View> items, int depth)
    {
        for (var item = 0; item < items.Length; item++)
        {
            if (item > 0) page.Line("");
            Write(page, items[item], depth + 1);
        }
    }

    private static string Describe(ViewAct act) =>
        string.Join(' ', InOrder(act.Arguments).Select(argument => $"{argument.Key}={TerminalText.Of(argument.Value)}").Prepend(act.Act));

    private static IEnumerable<KeyValuePair<string, PanelValue>> InOrder(ImmutableDictionary<string, PanelValue>? values) =>
        (values ?? ImmutableDictionary<string, PanelValue>.Empty).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    private static string Shown(PanelValue? value) => TerminalText.Of(value) is { Length: > 0 } text ? text : "-";
}
