using System.Text;
using System.Text.Json;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Commands;

/// <summary>Writes views: for people fitted to the terminal, with colours where it has them, or as JSON.</summary>
internal sealed class ViewWriter(ShellIo io, ILiveExports<IViewRenderer> renderers)
{
    /// <summary>A view for people. Lines are separated by line feeds; the last has one, unless there is none.</summary>
    public string Text(View view)
    {
        if (!io.Can.HasColours) return Plain(view);
        var text = new StringBuilder();
        Write(text, view, depth: 0);
        return text.ToString();
    }

    /// <summary>The same without colours.</summary>
    public string Plain(View view) => Ended(Render(view, "text/plain"));

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

    private string Render(View view, string mediaType)
    {
        var renderer = renderers.Current.FirstOrDefault(renderer => renderer.Value.MediaType == mediaType)?.Value
            ?? throw new CommandException(ExitCode.Unavailable, $"Nothing renders views as {mediaType} here.");
        return renderer.Render(view, mediaType == "text/plain" ? io.Width : null);
    }

    /// <summary>The lines as the renderer has them; those that stand for a row or a field each in the colour of its tone.</summary>
    private void Write(StringBuilder text, View view, int depth)
    {
        if (view is View.Group { Items.IsDefaultOrEmpty: false } group && depth < 8)
        {
            if (!string.IsNullOrEmpty(group.Title)) text.Append(io.Paint(SafeText.Line(group.Title), Style.Bold)).Append('\n');
            for (var item = 0; item < group.Items.Length; item++)
            {
                if (item > 0) text.Append('\n');
                Write(text, group.Items[item], depth + 1);
            }

            return;
        }

        var lines = Render(view, "text/plain").TrimEnd('\n').Split('\n');
        var title = string.IsNullOrEmpty(view.Title) ? 0 : 1;
        Style[] styles = view switch
        {
            View.Table { Rows.IsDefaultOrEmpty: false } table when lines.Length == title + 1 + table.Rows.Length => [Style.Dim, .. table.Rows.Select(row => StyleOf(row.Tone))],
            View.Fields { Items.IsDefaultOrEmpty: false } fields when lines.Length == title + fields.Items.Length => [.. fields.Items.Select(field => StyleOf(field.Tone))],
            View.Log { Lines.IsDefaultOrEmpty: false } log when lines.Length == title + log.Lines.Length => [.. log.Lines.Select(line => StyleOf(line.Tone))],
            View.Error => [.. Enumerable.Repeat(Style.Red, lines.Length - title)],
            _ => [],
        };
        for (var line = 0; line < lines.Length; line++)
        {
            var style = line < title ? Style.Bold : line - title < styles.Length ? styles[line - title] : Style.Plain;
            text.Append(io.Paint(lines[line], style)).Append('\n');
        }
    }
}
