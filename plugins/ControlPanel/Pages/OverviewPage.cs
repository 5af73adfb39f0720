using System.Collections.Immutable;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Health, what needs a look, endpoints and connections: as much of it as the user may see.</summary>
internal static class OverviewPage
{
    private const int MaxRows = 8;

    public static async Task ShowAsync(PanelRequest request)
    {
        var html = new HtmlWriter();
        RunPage.Flash(html, request, null);
        html.Add($"""<div id="view" data-live="{request.Services.Options.RefreshInterval.TotalSeconds}">""");
        var shown = await HealthAsync(html, request);
        shown |= await TableAsync(html, request, "plugin", "Plugins that do not run", "All plugins run.", row => row.Tone is ViewTone.Warning or ViewTone.Bad);
        shown |= await TableAsync(html, request, "endpoint", "Endpoints", null, _ => true);
        shown |= await TableAsync(html, request, "session", "Connections", "Nobody is connected.", _ => true);
        html.Add($"</div>");
        if (!shown) Panels(html, request);
        await PageFrame.WriteAsync(request, new("Overview", html) { Panel = "" });
    }

    /// <summary>What the health says in one word, why, and its numbers side by side.</summary>
    private static async Task<bool> HealthAsync(HtmlWriter html, PanelRequest request)
    {
        if (await ViewAsync(request, "health") is not View.Fields health) return false;
        var fields = health.Items.OrEmpty();
        var state = fields.FirstOrDefault(field => field.Name == "state");
        var reasons = fields.FirstOrDefault(field => field.Name == "reasons")?.Value.Items.OrEmpty() ?? [];
        if (state is not null)
        {
            html.Add($"""<section class="health {Tones.ClassOf(state.Tone)}" aria-label="Health"><p class="state">""");
            Tones.Sign(html, state.Tone);
            html.Add($"""<a href="{PanelUrls.Panel("health")}">{(state.Tone == ViewTone.Good ? "All is well" : $"The daemon is {state.Value.Text}")}</a></p>""");
            html.AddIf(!reasons.IsEmpty, $"<ul>");
            foreach (var reason in reasons) html.Add($"<li>{reason}</li>");
            html.AddIf(!reasons.IsEmpty, $"</ul>");
            html.Add($"</section>");
        }

        html.Add($"""<dl class="tiles">""");
        foreach (var field in fields.Where(field => field.Name is not ("state" or "reasons") && field.Value.Kind is not (PanelValueKind.None or PanelValueKind.List)))
        {
            html.Add($"""<div class="{Tones.ClassOf(field.Tone)}"><dt>{field.Label}</dt><dd>""");
            if (field.Tone != ViewTone.Good) Tones.Sign(html, field.Tone);
            if (field.Value.AsTime() is { } time) html.Add($"""<time datetime="{field.Value.Text}">{PanelText.Of(time)[..10]}</time>""");
            else ValueView.Write(html, field.Value);
            html.Add($"</dd></div>");
        }

        html.Add($"</dl>");
        return true;
    }

    private static async Task<bool> TableAsync(HtmlWriter html, PanelRequest request, string name, string title, string? allWell, Func<ViewRow, bool> isWanted)
    {
        if (await ViewAsync(request, name) is not View.Table table) return false;
        var panel = request.Panels.First(candidate => candidate.Name == name);
        var rows = table.Rows.OrEmpty().Where(isWanted).ToImmutableArray();
        html.Add($"""<section class="part"><h2><a href="{PanelUrls.Panel(name)}">{title}</a></h2>""");
        var details = table.Columns.OrEmpty().Index().Where(column => column.Item.IsDetail).Select(column => column.Index).ToHashSet();
        var view = table with { Title = null, Columns = Without(table.Columns.OrEmpty(), details), Rows = [.. rows.Take(MaxRows).Select(row => row with { Cells = Without(row.Cells.OrEmpty(), details) })], NextPage = null, EmptyText = allWell ?? table.EmptyText };
        ViewWriter.Write(html, view, new(panel, request.Session.CsrfToken) { Level = 3, HasActs = false });
        html.AddIf(rows.Length > MaxRows, $"""<p><a href="{PanelUrls.Panel(name)}">All {rows.Length}</a></p>""");
        html.Add($"</section>");
        return true;
    }

    private static ImmutableArray<T> Without<T>(ImmutableArray<T> items, HashSet<int> details) => [.. items.Where((_, index) => !details.Contains(index))];

    /// <summary>The view; <see langword="null"/> where the user may not see the panel. One that fails does not take the others away.</summary>
    private static async Task<View?> ViewAsync(PanelRequest request, string name)
    {
        if (!request.Panels.Any(panel => panel.Name == name)) return null;
        try
        {
            return await request.Services.Catalog.ViewAsync(name, request.Caller, cancellationToken: request.Aborted);
        }
        catch (PanelException)
        {
            // Its own page says what is the matter.
            return null;
        }
    }

    private static void Panels(HtmlWriter html, PanelRequest request)
    {
        html.Add($"""<ul class="cards">""");
        foreach (var panel in request.Panels)
            html.Add($"""<li><a href="{PanelUrls.Panel(panel.Name)}">{panel.Title}</a><p>{panel.Description}</p></li>""");
        html.Add($"""<li><a href="{PanelUrls.Account}">Your account</a><p>Password and sessions.</p></li></ul>""");
    }
}
