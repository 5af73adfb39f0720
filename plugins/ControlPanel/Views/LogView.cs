using System.Globalization;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Lines of a log, oldest first, in a part of the page that scrolls by itself.</summary>
internal static class LogView
{
    public static void Write(HtmlWriter html, View.Log view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var lines = view.Lines.OrEmpty();
        if (lines.IsEmpty)
        {
            html.Add($"""<p class="empty">No entries.</p>""");
            return;
        }

        html.Add($"""<div class="log" role="region" aria-label="Log" tabindex="0" data-tail><ol>""");
        foreach (var line in lines)
        {
            html.Add($"""<li class="{Tones.ClassOf(line.Tone)}"><time datetime="{line.At.ToString("O", CultureInfo.InvariantCulture)}">{PanelText.Of(line.At)}</time> <span class="level">""");
            Tones.Sign(html, line.Tone);
            html.Add($"""{line.Level}</span> <span class="category">{line.Category}</span> <span class="message">{line.Message}</span></li>""");
        }

        html.Add($"</ol></div>");
    }
}
