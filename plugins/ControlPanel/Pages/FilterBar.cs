using System.Collections.Immutable;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>What a view can be narrowed with: a plain form that asks by address, and tabs for what has few choices.</summary>
internal static class FilterBar
{
    private const int MaxTabs = 4;

    /// <summary>The filters given in the address, as the catalog takes them.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Read(PanelRequest request, PanelDescription panel)
    {
        var given = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var filter in panel.Filters.OrEmpty())
        {
            ImmutableArray<string> values = [.. request.Http.Request.Query[filter.Name].OfType<string>().Where(value => value.Length > 0)];
            if (!values.IsEmpty) given[filter.Name] = values;
        }

        return given.ToImmutable();
    }

    public static void Write(HtmlWriter html, PanelDescription panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>> given)
    {
        var tabs = panel.Filters.OrEmpty().Where(IsTabs).ToList();
        foreach (var tab in tabs) Tabs(html, panel, subject, tab, given);
        var fields = panel.Filters.OrEmpty().Where(filter => !IsTabs(filter)).ToList();
        if (fields.Count == 0 || subject is not null) return;
        html.Add($"""<form class="filters" role="search" method="get" action="{PanelUrls.Panel(panel.Name)}" aria-label="Narrow {panel.Title}">""");
        foreach (var tab in tabs.Where(tab => given.ContainsKey(tab.Name))) html.Add($"""<input type="hidden" name="{tab.Name}" value="{given[tab.Name][0]}">""");
        foreach (var field in fields) ParameterField.Write(html, field, given.GetValueOrDefault(field.Name, []), default, null);
        html.Add($"""<p class="buttons"><button>Show</button>""");
        html.AddIf(fields.Exists(field => given.ContainsKey(field.Name)), $"""<a class="button plain" href="{PanelUrls.Panel(panel.Name)}">All</a>""");
        html.Add($"</p></form>");
    }

    private static bool IsTabs(PanelParameter filter) => filter is { IsList: false } && filter.Choices.OrEmpty().Length is > 0 and <= MaxTabs;

    private static void Tabs(
        HtmlWriter html, PanelDescription panel, string? subject, PanelParameter tab, ImmutableDictionary<string, ImmutableArray<string>> given)
    {
        var current = given.GetValueOrDefault(tab.Name, []) is [var one, ..] ? one : null;
        var others = given.Where(filter => filter.Key != tab.Name).SelectMany(filter => filter.Value.Select(value => (filter.Key, value)));
        html.Add($"""<nav class="tabs" aria-label="{tab.Label}"><ul>""");
        foreach (var (index, choice) in tab.Choices.Index())
        {
            var isCurrent = choice == current || (current is null && index == 0);
            html.Add($"""<li><a href="{PanelUrls.With(PanelUrls.Panel(panel.Name, subject), [.. others, (tab.Name, choice)])}" """);
            html.AddIf(isCurrent, $"""aria-current="true" """);
            html.Add($""">{choice}</a></li>""");
        }

        html.Add($"</ul></nav>");
    }
}
