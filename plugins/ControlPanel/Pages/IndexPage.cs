using PluginFramework.ControlPanel.Acts;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>All panels and all that can be done, as links. The palette of the script is made from it.</summary>
internal static class IndexPage
{
    public static Task ShowAsync(PanelRequest request)
    {
        var html = new HtmlWriter();
        html.Add($"""<div id="index" class="index">""");
        foreach (var panel in request.Panels.OrderBy(panel => panel.Title, StringComparer.OrdinalIgnoreCase))
        {
            html.Add($"""<section><h2><a href="{PanelUrls.Panel(panel.Name)}" data-entry="{panel.Title}">{panel.Title}</a></h2>""");
            html.AddIf(!string.IsNullOrEmpty(panel.Description), $"<p>{panel.Description}</p>");
            html.AddIf(!panel.Acts.IsEmpty, $"<ul>");
            foreach (var act in panel.Acts)
                html.Add($"""<li><a href="{ActLink.AddressOf(panel, act, null)}" data-entry="{panel.Title}: {act.Label}">{act.Label}</a> <span class="hint">{act.Description}</span></li>""");
            html.AddIf(!panel.Acts.IsEmpty, $"</ul>");
            html.Add($"</section>");
        }

        html.Add($"""<section><h2><a href="{PanelUrls.Account}" data-entry="Your account">Your account</a></h2><p>Password and sessions.</p></section></div>""");
        return PageFrame.WriteAsync(request, new("All panels", html) { Description = "Everything there is for you, and all that can be done." });
    }
}
