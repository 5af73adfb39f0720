using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>The panels there are for the user. On narrow screens it pops up, which the browser does without a script.</summary>
internal static class Navigation
{
    public static void Write(HtmlWriter html, PanelRequest request, string? current)
    {
        html.Add($"""<nav id="navigation" aria-label="Panels" popover>""");
        if (request.User is not null)
        {
            html.Add($"<ul>");
            Item(html, PanelUrls.Home, "Overview", isCurrent: current == "");
            foreach (var place in request.Services.Places.List(request.User).Where(place => place.Path is not ("/" or PanelUrls.Home)))
                Item(html, place.Path, place.Title, request.Here.StartsWith(place.Path, StringComparison.Ordinal));
            html.Add($"</ul>");
            Group(html, "Host", request.Panels.Where(panel => panel.Plugin is null), current);
            Group(html, "Plugins", request.Panels.Where(panel => panel.Plugin is not null), current);
        }

        html.Add($"</nav>");
    }

    private static void Group(HtmlWriter html, string name, IEnumerable<PanelDescription> panels, string? current)
    {
        var items = panels.OrderBy(panel => panel.Title, StringComparer.OrdinalIgnoreCase).ToList();
        if (items.Count == 0) return;
        html.Add($"<h2>{name}</h2><ul>");
        foreach (var panel in items) Item(html, PanelUrls.Panel(panel.Name), panel.Title, panel.Name == current);
        html.Add($"</ul>");
    }

    private static void Item(HtmlWriter html, string address, string name, bool isCurrent)
    {
        html.Add($"""<li><a href="{address}" """);
        html.AddIf(isCurrent, $"""aria-current="page" """);
        html.Add($""">{name}</a></li>""");
    }
}
