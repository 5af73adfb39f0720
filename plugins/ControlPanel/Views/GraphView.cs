using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>A graph as a picture, and the same as a table for whoever does not see it or wants to search it.</summary>
internal static class GraphView
{
    /// <summary>Longer labels are cut; the table has them whole.</summary>
    public const int MaxLabel = 40;

    /// <summary>A picture of more is none.</summary>
    private const int MaxNodes = 300, MaxEdges = 2000;

    /// <summary>Pictures wider than this are made smaller where there is less room, down to this width.</summary>
    private const int WideWidth = 896;

    public static void Write(HtmlWriter html, View.Graph view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var (nodes, edges) = (view.Nodes.OrEmpty(), view.Edges.OrEmpty());
        if (nodes.IsEmpty)
        {
            html.Add($"""<p class="empty">There is nothing here.</p>""");
            return;
        }

        if (nodes.Length <= MaxNodes && edges.Length <= MaxEdges) Picture(html, GraphLayout.Of(nodes, edges), edges, view.Title ?? context.Panel.Title, context);
        else html.Add($"""<p class="empty">{nodes.Length} things with {edges.Length} connections are too many for a picture.</p>""");
        Table(html, nodes, edges);
    }

    private static void Picture(HtmlWriter html, GraphLayout layout, ImmutableArray<ViewEdge> edges, string title, ViewContext context)
    {
        html.Add($"""<div class="graph" role="region" aria-label="Picture" tabindex="0"><svg class="{(layout.Width > WideWidth ? "wide" : "")}" viewBox="0 0 {layout.Width} {layout.Height}" width="{layout.Width}" height="{layout.Height}" role="{(layout.Nodes.Any(node => node.Subject is not null) ? "group" : "img")}" aria-labelledby="graph-title graph-description">""");
        html.Add($"""<title id="graph-title">{title}</title><desc id="graph-description">{layout.Nodes.Length} things and what leads from one to another; the table below says the same in words.</desc>""");
        html.Add($"""<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>""");
        foreach (var edge in edges.GroupBy(edge => (edge.From, edge.To))) Edge(html, layout, edge.Key.From, edge.Key.To, [.. edge.Select(one => one.Label)]);
        foreach (var node in layout.Nodes) Node(html, node, layout.Places[node.Id], context);
        html.Add($"</svg></div>");
    }

    private static void Edge(HtmlWriter html, GraphLayout layout, string from, string to, ImmutableArray<string> labels)
    {
        if (from == to || !layout.Places.TryGetValue(from, out var start) || !layout.Places.TryGetValue(to, out var end)) return;
        var isForward = end.X > start.X;
        var bends = layout.BendsOf(from, to);
        var (x, y) = (isForward ? start.X + start.Width : start.X, start.Middle);
        html.Add($"""<path class="edge" marker-end="url(#arrow)" d="M{x} {y}""");
        foreach (var bend in isForward ? bends : bends.Reverse())
        {
            var (enter, leave) = isForward ? (bend.X, bend.X + bend.Width) : (bend.X + bend.Width, bend.X);
            html.Add($"C{(x + enter) / 2} {y} {(x + enter) / 2} {bend.Middle} {enter} {bend.Middle}H{leave}");
            (x, y) = (leave, bend.Middle);
        }

        var last = isForward ? end.X - 2 : end.X + end.Width + 2;
        html.Add($"""C{(x + last) / 2} {y} {(x + last) / 2} {end.Middle} {last} {end.Middle}"><title>{string.Join(", ", labels)}</title></path>""");
    }

    private static void Node(HtmlWriter html, ViewNode node, GraphLayout.Place place, ViewContext context)
    {
        var label = node.Label ?? "";
        var isLink = node.Subject is not null;
        html.AddIf(isLink, $"""<a href="{PanelUrls.Panel(context.Panel.Name, node.Subject)}">""");
        html.Add($"""<g class="node {Tones.ClassOf(node.Tone)}"><title>{label}</title><rect x="{place.X}" y="{place.Y}" width="{place.Width}" height="{GraphLayout.NodeHeight}" rx="6"/>""");
        html.Add($"""<text x="{place.X + 12}" y="{place.Middle + 5}">{SignOf(node.Tone)}{(label.Length > MaxLabel ? label[..(MaxLabel - 1)] + "…" : label)}</text></g>""");
        html.AddIf(isLink, $"</a>");
    }

    private static string SignOf(ViewTone tone) => tone switch
    {
        ViewTone.Good => "✓ ",
        ViewTone.Warning => "▲ ",
        ViewTone.Bad => "✕ ",
        _ => "",
    };

    private static void Table(HtmlWriter html, ImmutableArray<ViewNode> nodes, ImmutableArray<ViewEdge> edges)
    {
        var leading = edges.ToLookup(edge => edge.From);
        var labels = nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Label, StringComparer.Ordinal);
        html.Add($"""<details class="alternative"><summary>The same as a table</summary><table><caption class="unseen">What leads where</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">By</th></tr></thead><tbody>""");
        foreach (var node in nodes)
        {
            var any = false;
            foreach (var edge in leading[node.Id])
            {
                any = true;
                Row(html, node, labels.GetValueOrDefault(edge.To, edge.To), edge.Label);
            }

            if (!any) Row(html, node, "–", "–");
        }

        html.Add($"</tbody></table></details>");
    }

    private static void Row(HtmlWriter html, ViewNode node, string? to, string? label)
    {
        html.Add($"""<tr class="{Tones.ClassOf(node.Tone)}"><th scope="row" data-label="From">""");
        Tones.Sign(html, node.Tone);
        html.Add($"""{node.Label}</th><td data-label="To">{to}</td><td data-label="By">{label}</td></tr>""");
    }
}
