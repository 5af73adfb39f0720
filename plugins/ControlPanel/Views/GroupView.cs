using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Views one after the other.</summary>
internal static class GroupView
{
    public static void Write(HtmlWriter html, View.Group view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        // Headings of what stands in it are below its own, if it has one.
        var inner = context with { Depth = context.Depth + 1, Level = string.IsNullOrEmpty(view.Title) ? context.Level : context.Level + 1 };
        foreach (var item in view.Items.OrEmpty())
        {
            html.Add($"""<section class="part">""");
            ViewWriter.Write(html, item, inner);
            html.Add($"</section>");
        }
    }
}
