using PluginFramework.ControlPanel.Html;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Views one after the other.</summary>
internal static class GroupView
{
    public static void Write(HtmlWriter html, View.Group view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var inner = context with { Level = context.Level + 1 };
        if (string.IsNullOrEmpty(view.Title) && context.Level == 2) inner = inner with { Level = 3 };
        foreach (var item in view.Items.OrEmpty())
        {
            html.Add($"""<section class="part">""");
            ViewWriter.Write(html, item, inner);
            html.Add($"</section>");
        }
    }
}
