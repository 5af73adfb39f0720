using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Text: a paragraph, or what is laid out in lines and columns as it is.</summary>
internal static class TextView
{
    public static void Write(HtmlWriter html, View.Text view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var content = (view.Content ?? "").TrimEnd('\r', '\n');
        if (content.Length == 0) return;
        if (!IsLaidOut(content)) html.Add($"""<p class="text">{content}</p>""");
        else if (IsDifference(content)) Difference(html, content);
        else html.Add($"""<pre class="text" tabindex="0" data-copy="{content}">{content}</pre>""");
    }

    /// <summary>Lines that begin with spaces or marks mean something by it, and JSON is for programs.</summary>
    private static bool IsLaidOut(string content) =>
        content.Contains("\n ", StringComparison.Ordinal) || content.Contains("\n\t", StringComparison.Ordinal) || content.Contains("\n}", StringComparison.Ordinal) || content.StartsWith("{\"", StringComparison.Ordinal) || IsDifference(content);

    private static bool IsDifference(string content) =>
        content.Split('\n') is { Length: > 0 } lines && lines.All(line => line is "" or [' ' or '+' or '-' or '@' or '\\', ..]) && lines.Any(line => line is ['+' or '-', ..]);

    private static void Difference(HtmlWriter html, string content)
    {
        html.Add($"""<pre class="text difference" tabindex="0">""");
        foreach (var line in content.Split('\n'))
        {
            if (line is ['+', ..]) html.Add($"<ins>{line}</ins>\n");
            else if (line is ['-', ..]) html.Add($"<del>{line}</del>\n");
            else html.Add($"{line}\n");
        }

        html.Add($"</pre>");
    }
}
