using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Panels;
using Spectre.Console;

namespace PluginFramework.Core.Startup;

/// <summary>A view at a terminal: tables and fields with lines and colours, all else as text. Apart, so that nothing of Spectre.Console loads where there is none.</summary>
internal static class SpectreView
{
    public static void Write(TextWriter output, bool colour, View view)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        Write(console, view);
    }

    private static void Write(IAnsiConsole console, View view)
    {
        switch (view)
        {
            case View.Group group:
                foreach (var item in group.Items) Write(console, item);
                break;
            case View.Table { Rows.IsEmpty: false } table:
                Write(console, table);
                break;
            case View.Fields fields:
                Write(console, fields);
                break;
            default:
                console.WriteLine(new TextRenderer().Render(view, Math.Max(20, console.Profile.Width)).TrimEnd('\n'));
                break;
        }
    }

    private static void Write(IAnsiConsole console, View.Table view)
    {
        var columns = view.Columns.Select((column, index) => (column, index)).Where(pair => !pair.column.IsDetail).ToArray();
        var table = new Table { Border = TableBorder.Simple };
        if (view.Title is { } title) table.Title = new TableTitle(Markup.Escape(title));
        foreach (var (column, _) in columns) table.AddColumn(new TableColumn(new Text(column.Label, new Style(decoration: Decoration.Bold))));
        foreach (var row in view.Rows) table.AddRow(columns.Select(pair => new Text(TerminalText.Of(row.Cells[pair.index]), StyleOf(row.Tone))));
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, View.Fields view)
    {
        if (view.Title is { } title) console.Write(new Text(title + "\n", new Style(decoration: Decoration.Bold)));
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var field in view.Items.Where(field => field.Value.Kind != PanelValueKind.None))
            grid.AddRow(new Text(field.Label, new Style(Color.Grey)), new Text(TerminalText.Of(field.Value), StyleOf(field.Tone)));
        console.Write(grid);
    }

    private static Style StyleOf(ViewTone tone) => tone switch
    {
        ViewTone.Good => new(Color.Green),
        ViewTone.Warning => new(Color.Yellow),
        ViewTone.Bad => new(Color.Red),
        _ => Style.Plain,
    };
}
