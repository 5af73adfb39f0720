using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>How far something is: a bar, and the share in words.</summary>
internal static class ProgressView
{
    public static void Write(HtmlWriter html, View.Progress view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        if (view.Fraction is { } fraction && double.IsFinite(fraction))
        {
            var percent = (int)(Math.Clamp(fraction, 0, 1) * 100);
            html.Add($"""<p class="progress"><label><span>{view.Label}</span> <progress max="100" value="{percent}"></progress></label> <span>{percent} %</span></p>""");
        }
        else html.Add($"""<p class="progress"><label><span>{view.Label}</span> <progress></progress></label></p>""");
    }
}
