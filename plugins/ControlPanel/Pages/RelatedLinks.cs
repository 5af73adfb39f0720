using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>From a plugin to its configuration, its log, its panels; from a user to what they did and where they are.</summary>
internal static class RelatedLinks
{
    public static void Write(HtmlWriter html, PanelRequest request, PanelDescription panel, string? subject)
    {
        if (subject is null) return;
        var links = panel.Name switch
        {
            "plugin" =>
            [
                ("Configuration", "config", PanelUrls.Panel("config", subject)),
                ("Log", "log", PanelUrls.With(PanelUrls.Panel("log"), ("category", subject))),
                ("Audit", "audit", PanelUrls.With(PanelUrls.Panel("audit"), ("subject", subject))),
                .. request.Panels.Where(other => other.Plugin == subject).Select(other => (other.Title, other.Name, PanelUrls.Panel(other.Name))),
            ],
            "user" =>
            [
                ("Sessions", "user-session", PanelUrls.With(PanelUrls.Panel("user-session"), ("user", subject))),
                ("Connections", "session", PanelUrls.With(PanelUrls.Panel("session"), ("user", subject))),
                ("What they did", "audit", PanelUrls.With(PanelUrls.Panel("audit"), ("actor", subject))),
                ("What was done to them", "audit", PanelUrls.With(PanelUrls.Panel("audit"), ("subject", subject))),
            ],
            "config" when request.Services.Catalog.List(request.Caller).Any(other => other.Name == "plugin") && !subject.Contains(':', StringComparison.Ordinal) && subject != "host" =>
                [("Plugin", "plugin", PanelUrls.Panel("plugin", subject))],
            _ => ((string Label, string Panel, string Address)[])[],
        };
        var visible = links.Where(link => request.Panels.Any(other => other.Name == link.Item2)).ToList();
        if (visible.Count == 0) return;
        html.Add($"""<nav class="related" aria-label="Related"><ul>""");
        foreach (var (label, _, address) in visible) html.Add($"""<li><a href="{address}">{label}</a></li>""");
        html.Add($"</ul></nav>");
    }
}
