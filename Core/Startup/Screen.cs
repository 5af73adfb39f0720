using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PluginFramework.Core.Startup;

/// <summary>Writes for people: tables with lines and colours at a terminal, aligned text elsewhere.</summary>
internal sealed class Screen
{
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _isTerminal;
    private readonly bool _hasColour;

    public Screen(PluginApplicationBuilder builder)
    {
        (_output, _error) = (builder.Output, builder.Error);
        var dumb = builder.EnvironmentVariables.GetValueOrDefault("TERM") == "dumb";
        _isTerminal = ReferenceEquals(_output, Console.Out) && !Console.IsOutputRedirected && !dumb;

        // https://no-color.org: set and not empty.
        _hasColour = string.IsNullOrEmpty(builder.EnvironmentVariables.GetValueOrDefault("NO_COLOR"));
        ErrorHasColour = _hasColour && ReferenceEquals(_error, Console.Error) && !Console.IsErrorRedirected && !dumb;
    }

    public bool ErrorHasColour { get; }

    /// <summary>A result.</summary>
    public void Line(string text = "") => _output.WriteLine(text);

    /// <summary>A message to go with the result.</summary>
    public void Note(string text) => _error.WriteLine(text);

    public void Json<T>(T value, JsonTypeInfo<T> type) => _output.WriteLine(JsonSerializer.Serialize(value, type));

    public void Table(string[] headers, IEnumerable<string[]> rows)
    {
        string[][] cells = [.. rows.Select(row => row.Select(OneLine).ToArray())];
        if (_isTerminal) SpectreTable.Write(_output, _hasColour, headers, cells);
        else WritePlain(headers, cells);
    }

    private void WritePlain(string[] headers, string[][] rows)
    {
        string[][] all = [[.. headers.Select(header => header.ToUpperInvariant())], .. rows];
        var widths = headers.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            var line = new StringBuilder();
            for (var column = 0; column < row.Length; column++) line.Append(row[column].PadRight(widths[column] + 2));
            _output.WriteLine(line.ToString().TrimEnd());
        }
    }

    /// <summary>What a plugin or a file name says must not move the cursor.</summary>
    private static string OneLine(string cell) => string.Concat(cell.Select(character => char.IsControl(character) ? ' ' : character));
}
