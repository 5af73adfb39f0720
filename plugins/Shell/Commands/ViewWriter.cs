using System.Text;
using System.Text.Json;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Commands;

/// <summary>Writes views: for people fitted to the terminal, with colours where it has them, or as JSON.</summary>
internal sealed class ViewWriter(ShellIo io, ILiveExports<IViewRenderer> renderers)
{
    /// <summary>Groups within groups beyond this are shown without colours.</summary>
    private const int MaxDepth = 8;

    /// <summary>A view for people. Lines are separated by line feeds; the last has one, unless there is none.</summary>
    public string Text(View view) => io.Can.HasColours ? string.Concat(Lines(view).Select(line => io.Paint(line.Text, line.Style) + "\n")) : Plain(view);

    /// <summary>Its lines as the renderer has them, those of a row or a field in the colour of its tone.</summary>
    public IEnumerable<(string Text, Style Style)> Lines(View view, int depth = 0)
    {
        if (!string.IsNullOrEmpty(view.Title)) yield return (SafeText.Line(view.Title), Style.Bold);
        if (view is View.Group { Items.IsDefaultOrEmpty: false } group && depth < MaxDepth)
        {
            foreach (var (number, item) in group.Items.Index())
            {
                if (number > 0) yield return ("", Style.Plain);
                foreach (var line in Lines(item, depth + 1)) yield return line;
            }

            yield break;
        }

        var lines = Render(view with { Title = null }, "text/plain").TrimEnd('\n').Split('\n');
        // What goes on from one line to the next is indented there, except in a narrow table: that has no colours.
        var styles = Styles(view);
        var areKnown = lines.Count(Begins) == styles.Length;
        var at = -1;
        foreach (var line in lines)
        {
            if (Begins(line)) at++;
            yield return (line, areKnown && at >= 0 ? styles[at] : Style.Plain);
        }
    }

    public string Json(View view) => Ended(Render(view, "application/json"));

    /// <summary>What came of an act, as the daemon's command line writes it.</summary>
    public string Json(ActResult result)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("message", result.Message);
            if (result.View is { } view)
            {
                writer.WritePropertyName("view");
                writer.WriteRawValue(Render(view, "application/json"));
            }

            if (result.Tone != ViewTone.Neutral) writer.WriteString("tone", result.Tone switch { ViewTone.Good => "good", ViewTone.Warning => "warning", _ => "bad" });
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static string Ended(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static Style StyleOf(ViewTone tone) => tone switch
    {
        ViewTone.Good => Style.Green,
        ViewTone.Warning => Style.Yellow,
        ViewTone.Bad => Style.Red,
        _ => Style.Plain,
    };

    private string Plain(View view) => Ended(Render(view, "text/plain"));

    private string Render(View view, string mediaType)
    {
        var renderer = renderers.Current.FirstOrDefault(renderer => renderer.Value.MediaType == mediaType)?.Value
            ?? throw new CommandException(ExitCode.Unavailable, $"Nothing renders views as {mediaType} here.");
        return renderer.Render(view, mediaType == "text/plain" ? io.Width : null);
    }

    private static bool Begins(string line) => line is [not ' ', ..];

    /// <summary>How each of its rows, or fields, looks.</summary>
    private static Style[] Styles(View view) => view switch
    {
        View.Table { Rows.IsDefaultOrEmpty: false } table => [Style.Dim, .. table.Rows.Select(row => StyleOf(row.Tone))],
        View.Fields { Items.IsDefaultOrEmpty: false } fields => [.. fields.Items.Select(field => StyleOf(field.Tone))],
        View.Log { Lines.IsDefaultOrEmpty: false } log => [.. log.Lines.Select(line => StyleOf(line.Tone))],
        View.Error { Remedy: null } => [Style.Red],
        View.Error => [Style.Red, Style.Plain],
        _ => [],
    };
}
