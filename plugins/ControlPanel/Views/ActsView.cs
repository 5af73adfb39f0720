using PluginFramework.ControlPanel.Acts;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Acts that fit here: links to their forms, filled in as far as the view says. Those that the caller may not do are left out.</summary>
internal static class ActsView
{
    public static void Write(HtmlWriter html, View.Acts view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var offered = view.Items.OrEmpty().Select(item => (Item: item, Act: context.FindAct(item.Act))).Where(pair => pair.Act is not null).ToList();
        if (offered.Count == 0) return;
        html.Add($"""<ul class="buttons">""");
        foreach (var (item, act) in offered)
        {
            html.Add($"<li>");
            ActLink.Write(html, act!, ActLink.AddressOf(context.Panel, act!, item.Arguments));
            html.Add($"</li>");
        }

        html.Add($"</ul>");
    }
}
