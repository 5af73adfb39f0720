using System.Collections.Immutable;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>
/// A table: the first cell leads to the row's own page, the last one holds what can be done to it, and several rows can be chosen to do the same to all.
/// On narrow screens each row is a card.
/// </summary>
internal static class TableView
{
    /// <summary>More acts than these stand in a menu.</summary>
    private const int MaxInline = 3;

    /// <summary>From so many columns on a table is made of cards sooner.</summary>
    private const int ManyColumns = 7;

    /// <summary>Words longer than this may be broken anywhere.</summary>
    private const int MaxWord = 20;

    public static void Write(HtmlWriter html, View.Table view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var (columns, rows) = (view.Columns.OrEmpty(), view.Rows.OrEmpty());
        if (rows.IsEmpty || columns.IsEmpty)
        {
            html.Add($"""<p class="empty">{view.EmptyText ?? "There is nothing here."}</p>""");
        }
        else
        {
            var acts = context.HasActs ? rows.Select(row => RowActs.Of(context.Panel, columns, row)).ToList() : [];
            var shared = Shared(acts);
            var isChoosable = rows.Length > 1 && shared.Count > 0;
            html.AddIf(isChoosable, $"""<form class="bulk" method="get" action="{PanelUrls.Bulk(context.Panel.Name)}">""");
            Tools(html, columns);
            Rows(html, view, context, acts, isChoosable);
            if (isChoosable) Chooser(html, shared);
            html.AddIf(isChoosable, $"</form>");
        }

        Pages(html, view, context);
    }

    private static void Tools(HtmlWriter html, ImmutableArray<ViewColumn> columns) => html.AddIf(
        columns.Any(column => column.IsDetail), $"""<p class="tools"><label><input type="checkbox" class="all"> All columns</label></p>""");

    private static void Rows(
        HtmlWriter html, View.Table view, ViewContext context, List<ImmutableArray<(PanelAct Act, string Subject)>> acts, bool isChoosable)
    {
        var hasActs = acts.Exists(row => !row.IsEmpty) || view.Rows.Any(row => !row.Acts.OrEmpty().IsEmpty);
        var room = view.Columns.Count(column => !column.IsDetail) + (hasActs ? 1 : 0);
        html.Add($"""<table class="{(room >= ManyColumns ? "many" : "")}" data-sortable><caption class="unseen">{view.Title ?? context.Panel.Title}</caption><thead><tr>""");
        html.AddIf(isChoosable, $"""<td class="choose"></td>""");
        foreach (var (index, column) in view.Columns.Index())
        {
            html.Add($"""<th scope="col" class="{(column.IsDetail ? "detail" : "")}" """);
            html.AddIf(IsNumeric(view, index), $"""data-numeric """);
            html.Add($""">{column.Label}</th>""");
        }

        html.AddIf(hasActs, $"""<th scope="col" class="doing">Acts</th>""");
        html.Add($"</tr></thead><tbody>");
        foreach (var (number, row) in view.Rows.Index())
        {
            html.Add($"""<tr class="{Tones.ClassOf(row.Tone)}">""");
            if (isChoosable) Choice(html, acts[number], row);
            foreach (var (index, column) in view.Columns.Index()) Cell(html, context, row, column, index);
            if (hasActs) Doing(html, context, row, number < acts.Count ? acts[number] : []);
            html.Add($"</tr>");
        }

        html.Add($"</tbody></table>");
    }

    private static void Cell(HtmlWriter html, ViewContext context, ViewRow row, ViewColumn column, int index)
    {
        var cells = row.Cells.OrEmpty();
        var value = index < cells.Length ? cells[index] : PanelValue.None;
        var kind = value?.Kind is PanelValueKind.Number or PanelValueKind.Size or PanelValueKind.Duration ? "number" : "";
        if (index > 0)
        {
            html.Add($"""<td class="{kind}{(column.IsDetail ? " detail" : "")}{(HasLongWord(value) ? " long" : "")}" data-label="{column.Label}" data-value="{SortKey(value)}">""");
            ValueView.Write(html, value);
            html.Add($"</td>");
            return;
        }

        html.Add($"""<th scope="row" class="{kind}{(HasLongWord(value) ? " long" : PanelText.Of(value) is { Length: <= MaxWord } text && !text.Contains(' ', StringComparison.Ordinal) ? " word" : "")}" data-label="{column.Label}" data-value="{SortKey(value)}">""");
        Tones.Sign(html, row.Tone);
        var isLink = row.Subject is not null && row.Subject != context.Subject;
        html.AddIf(isLink, $"""<a href="{PanelUrls.Panel(context.Panel.Name, row.Subject)}">""");
        if (isLink && PanelText.Of(value).Trim().Length == 0) html.Add($"(show)");
        else ValueView.Write(html, value);
        html.AddIf(isLink, $"</a>");
        html.Add($"</th>");
    }

    private static void Choice(HtmlWriter html, ImmutableArray<(PanelAct Act, string Subject)> acts, ViewRow row)
    {
        html.Add($"""<td class="choose">""");
        html.AddIf(!acts.IsEmpty, $"""<input type="checkbox" name="{PanelUrls.Rows}" value="{(acts.IsEmpty ? "" : acts[0].Subject)}" aria-label="Choose {(acts.IsEmpty ? row.Subject : acts[0].Subject)}">""");
        html.Add($"</td>");
    }

    private static void Doing(HtmlWriter html, ViewContext context, ViewRow row, ImmutableArray<(PanelAct Act, string Subject)> acts)
    {
        html.Add($"""<td class="doing" data-label="Acts">""");
        var isMenu = acts.Length > MaxInline;
        foreach (var offered in row.Acts.OrEmpty())
        {
            if (context.FindAct(offered.Act) is { } act) ActLink.Write(html, act, ActLink.AddressOf(context.Panel, act, offered.Arguments), PanelText.Of(row.Cells.OrEmpty().FirstOrDefault()));
        }

        html.AddIf(isMenu, $"""<details class="menu"><summary>Acts<span class="unseen"> for {acts[0].Subject}</span></summary><div>""");
        foreach (var (act, subject) in acts) ActLink.Write(html, act, PanelUrls.Acting(context.Panel.Name, act.Name, subject), subject);
        html.AddIf(isMenu, $"</div></details>");
        html.Add($"</td>");
    }

    private static bool HasLongWord(PanelValue? value) => value?.Kind is PanelValueKind.Text or PanelValueKind.List && value.Text.Split([' ', '\n']).Any(word => word.Length > MaxWord);

    /// <summary>The acts that can be done to several rows at once: those that must be told nothing that differs from one to another.</summary>
    private static List<PanelAct> Shared(List<ImmutableArray<(PanelAct Act, string Subject)>> acts) =>
        [.. acts.SelectMany(row => row.Select(pair => pair.Act)).Distinct().Where(act => !act.Parameters.Skip(1).Any(parameter => parameter.IsSecret || parameter.IsRequired))];

    private static void Chooser(HtmlWriter html, List<PanelAct> acts)
    {
        html.Add($"""<p class="chooser"><label>With the chosen: <select name="{PanelUrls.Act}">""");
        foreach (var act in acts) html.Add($"""<option value="{act.Name}">{act.Label}</option>""");
        html.Add($"""</select></label> <button>Go on</button></p>""");
    }

    private static void Pages(HtmlWriter html, View.Table view, ViewContext context)
    {
        if (view.NextPage is not { } next) return;
        var address = PanelUrls.With(PanelUrls.Panel(context.Panel.Name, context.Subject), [.. context.Filters, (PanelUrls.After, next)]);
        html.Add($"""<nav class="pages" aria-label="Pages"><a class="button" rel="next" href="{address}">More</a></nav>""");
    }

    private static bool IsNumeric(View.Table view, int index) => view.Rows.OrEmpty().Any(row =>
        row.Cells.OrEmpty() is var cells && index < cells.Length && cells[index]?.Kind is PanelValueKind.Number or PanelValueKind.Size or PanelValueKind.Duration);

    /// <summary>What the script sorts by.</summary>
    private static string SortKey(PanelValue? value) => value?.Kind switch
    {
        PanelValueKind.Duration => value.AsDuration()?.TotalSeconds.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        PanelValueKind.Number or PanelValueKind.Size => value.Text,
        PanelValueKind.Time => value.AsTime()?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "",
        _ => "",
    };
}
