using System.Globalization;
using System.Text;
using PluginFramework.Prompt;
using PluginFramework.Shell.Commands;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>How an entry ended, for the terminal; what it wrote stands before.</summary>
internal sealed class ResultText(ShellIo io, ViewWriter views)
{
    private const int MaxFrames = 12;
    private const int MaxDiagnostics = 8;

    private readonly ValueText _values = new(io, views);

    /// <param name="result">How it ended.</param>
    /// <param name="code">The entry, to point into; empty where it is not known.</param>
    public string Of(PromptResult result, string code) => result switch
    {
        PromptResult.Completed { Value: { } value } => _values.Of(value),
        PromptResult.Completed => "",
        PromptResult.Invalid invalid => string.Concat(invalid.Diagnostics.Take(MaxDiagnostics).Select(diagnostic => Of(diagnostic, code)))
            + (invalid.Diagnostics.Length > MaxDiagnostics ? $"… {invalid.Diagnostics.Length - MaxDiagnostics} more\n" : ""),
        PromptResult.Threw threw => Of(threw),
        PromptResult.TimedOut timedOut => io.Paint($"Stopped: it ran for {Text(timedOut.Limit)}, as long as an entry may.", Style.Yellow) + "\n",
        _ => io.Paint("Stopped.", Style.Yellow) + "\n",
    };

    private static string Text(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.##} min");

    /// <summary>The message, and under the line it speaks of a mark where.</summary>
    private string Of(PromptDiagnostic diagnostic, string code)
    {
        var style = diagnostic.IsError ? Style.Red : Style.Yellow;
        var text = io.Paint(SafeText.Lines($"({diagnostic.Line},{diagnostic.Column}) {(diagnostic.IsError ? "error" : "warning")} {diagnostic.Id}: {diagnostic.Message}"), style) + "\n";
        var lines = code.Split('\n');
        if (diagnostic.Line < 1 || diagnostic.Line > lines.Length || code.Length == 0) return text;
        var line = lines[diagnostic.Line - 1];
        var start = Math.Clamp(diagnostic.Column - 1, 0, line.Length);
        var length = Math.Clamp(diagnostic.Length, 0, line.Length - start);
        var marks = new string('^', Math.Max(1, CellWidth.Of(SafeText.Line(line.Substring(start, length)))));
        return $"{text}  {io.Paint(SafeText.Line(line), Style.Dim)}\n  {new string(' ', CellWidth.Of(SafeText.Line(line[..start])))}{io.Paint(marks, style)}\n";
    }

    private string Of(PromptResult.Threw threw)
    {
        var text = new StringBuilder($"{io.Paint(SafeText.Line(threw.Type), Style.Red)}: {SafeText.Lines(threw.Message)}\n");
        var frames = SafeText.Lines(threw.StackTrace).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var frame in frames.Take(MaxFrames)) text.Append(io.Paint(frame, Style.Dim)).Append('\n');
        if (frames.Length > MaxFrames) text.Append(io.Paint($"   … {frames.Length - MaxFrames} more", Style.Dim)).Append('\n');
        return text.ToString();
    }
}
