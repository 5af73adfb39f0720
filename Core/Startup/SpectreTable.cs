using Spectre.Console;

namespace PluginFramework.Core.Startup;

/// <summary>A table for a terminal. Apart, so that nothing of Spectre.Console loads where there is none.</summary>
internal static class SpectreTable
{
    public static void Write(TextWriter output, bool colour, string[] headers, string[][] rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        var table = new Table { Border = TableBorder.Simple };
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))));
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell, StyleOf(cell))));
        console.Write(table);
    }

    private static Style StyleOf(string cell) => cell switch
    {
        "Active" or "listening" => new(Color.Green),
        "Failed" or "Quarantined" or "Incompatible" => new(Color.Red),
        "Waiting" or "Starting" or "Draining" => new(Color.Yellow),
        "Disabled" or "Stopped" => new(Color.Grey),
        _ => Style.Plain,
    };
}
