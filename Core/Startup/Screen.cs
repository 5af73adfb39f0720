using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PluginFramework.Core.Panels.Rendering;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>Writes for people: tables with lines and colours at a terminal, aligned text elsewhere.</summary>
internal sealed class Screen
{
    private readonly PluginApplicationBuilder _builder;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _isTerminal;
    private readonly bool _isErrorTerminal;
    private readonly bool _hasColour;

    public Screen(PluginApplicationBuilder builder)
    {
        (_builder, _output, _error) = (builder, builder.Output, builder.Error);
        var dumb = builder.EnvironmentVariables.GetValueOrDefault("TERM") == "dumb";
        _isTerminal = ReferenceEquals(_output, Console.Out) && !Console.IsOutputRedirected && !dumb;
        _isErrorTerminal = ReferenceEquals(_error, Console.Error) && !Console.IsErrorRedirected && !dumb;

        // https://no-color.org: set and not empty.
        _hasColour = string.IsNullOrEmpty(builder.EnvironmentVariables.GetValueOrDefault("NO_COLOR"));
    }

    public bool ErrorHasColour => _hasColour && _isErrorTerminal;

    /// <summary>Whether there is somebody to ask.</summary>
    public bool CanAsk => ReferenceEquals(_builder.Input, Console.In) && !Console.IsInputRedirected && ReferenceEquals(_error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>A result.</summary>
    public void Line(string text = "") => _output.WriteLine(text);

    /// <summary>A message to go with the result.</summary>
    public void Note(string text) => _error.WriteLine(text);

    public void Json<T>(T value, JsonTypeInfo<T> type) => _output.WriteLine(JsonSerializer.Serialize(value, type));

    public void Json(ActResult result) => _output.WriteLine(PanelElement.Of(result).GetRawText());

    public void View(View view, bool json)
    {
        if (json) _output.WriteLine(PanelElement.Of(view).GetRawText());
        else if (_isTerminal) SpectreView.Write(_output, _hasColour, view);
        else _output.WriteLine(new TextRenderer().Render(view).TrimEnd('\n'));
    }

    public void Table(string[] headers, IEnumerable<string[]> rows)
    {
        string[][] cells = [.. rows.Select(row => row.Select(OneLine).ToArray())];
        if (_isTerminal) SpectreTable.Write(_output, _hasColour, headers, cells);
        else WritePlain(headers, cells);
    }

    /// <summary>Asks a question that is answered with yes or no; only where <see cref="CanAsk"/>.</summary>
    public bool Ask(string question)
    {
        _error.Write($"{question} [y/N] ");
        return _builder.Input.ReadLine()?.Trim() is { Length: > 0 } answer && "yes".StartsWith(answer, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Shows how far something is, at a terminal.</summary>
    public Task<T> WithProgressAsync<T>(Func<IProgress<View.Progress>?, Task<T>> action) =>
        _isErrorTerminal ? SpectreProgress.RunAsync(_error, _hasColour, action) : action(null);

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
