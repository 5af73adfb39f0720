using System.Collections.Immutable;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>A panel, or one thing in it: what can be done, what it can be narrowed with, and its view.</summary>
internal static class PanelPage
{
    private const int MaxButtons = 4;

    public static async Task ShowAsync(PanelRequest request)
    {
        var panel = await request.FindPanelAsync();
        var subject = request.Route("subject") is { Length: > 0 } segment ? segment : request.Query(PanelUrls.Subject);
        var filters = FilterBar.Read(request, panel);
        var (view, status) = await ViewAsync(request, panel, subject, filters);
        var html = new HtmlWriter();
        RunPage.Flash(html, request, panel);
        Buttons(html, panel, view, subject);
        if (subject is not null && view is View.Table && ConfigurationSection.IsOf(panel) && panel.Acts.FirstOrDefault(act => act.Name == SectionForm.ActName) is { } change)
        {
            html.Add($"""<div class="acts buttons">""");
            ActLink.Write(html, change, PanelUrls.Acting(panel.Name, change.Name, subject), isFirst: true);
            html.Add($"</div>");
        }

        RelatedLinks.Write(html, request, panel, subject);
        FilterBar.Write(html, panel, subject, filters);
        var context = new ViewContext(panel, request.Session.CsrfToken)
        {
            Subject = subject, Filters = [.. filters.SelectMany(filter => filter.Value.Select(value => (filter.Key, value)))],
        };
        html.Add($"""<div id="view" data-live="{request.Services.Options.RefreshInterval.TotalSeconds}">""");
        ViewWriter.Write(html, view, context);
        html.Add($"</div>");
        if (request.Query(PanelUrls.After) is not null)
            html.Add($"""<p><a href="{PanelUrls.With(PanelUrls.Panel(panel.Name, subject), context.Filters)}">Back to the beginning</a></p>""");
        await PageFrame.WriteAsync(request, new(subject ?? panel.Title, html)
        {
            Panel = panel.Name, Status = status, Description = subject is null ? panel.Description : null,
            Trail = subject is null ? [] : [(panel.Title, PanelUrls.Panel(panel.Name))],
        });
    }

    /// <summary>A filter that is wrong must not take the form away in which to mend it.</summary>
    private static async Task<(View View, int Status)> ViewAsync(
        PanelRequest request, PanelDescription panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>> filters)
    {
        try
        {
            if (subject is not null && await ConfigurationSection.FindAsync(request, panel, subject) is { } section) return (section, 200);
            return (await request.Services.Catalog.ViewAsync(panel.Name, request.Caller, subject, filters, request.Query(PanelUrls.After), request.Aborted), 200);
        }
        catch (PanelException error) when (error.Error == PanelError.Invalid && !filters.IsEmpty)
        {
            return (new View.Error(error.Message), 400);
        }
    }

    private static void Buttons(HtmlWriter html, PanelDescription panel, View view, string? subject)
    {
        var names = RowActs.NamesIn(view);
        var offered = OfferedIn(view);
        var acts = panel.Acts.Select(act => (Act: act, Parameter: RowActs.ParameterOf(panel, act, names)))
            .Where(pair => subject is null ? pair.Parameter is not { IsRequired: true }
                : pair.Parameter is not null && !offered.Contains(pair.Act.Name) && !(view is View.Table && names.Contains(pair.Parameter.Name)))
            .Select(pair => pair.Act).OrderBy(act => RowActs.IsMaking(act) ? 0 : 1).ToList();
        if (acts.Count == 0) return;
        html.Add($"""<div class="acts buttons">""");
        foreach (var (index, act) in acts.Take(MaxButtons).Index())
            ActLink.Write(html, act, PanelUrls.Acting(panel.Name, act.Name, subject), isFirst: index == 0 && RowActs.IsMaking(act));
        if (acts.Count > MaxButtons)
        {
            html.Add($"""<details class="menu"><summary class="button">More</summary><div>""");
            foreach (var act in acts.Skip(MaxButtons)) ActLink.Write(html, act, PanelUrls.Acting(panel.Name, act.Name, subject));
            html.Add($"</div></details>");
        }

        html.Add($"</div>");
    }

    private static ImmutableArray<string> OfferedIn(View view) => view switch
    {
        View.Acts acts => [.. acts.Items.OrEmpty().Select(item => item.Act)],
        View.Form form => [form.Act],
        View.Group group => [.. group.Items.OrEmpty().SelectMany(item => OfferedIn(item))],
        _ => [],
    };
}
