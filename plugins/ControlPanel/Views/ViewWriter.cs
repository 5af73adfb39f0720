using System.Collections.Immutable;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Writes any view. Total: none makes it throw.</summary>
internal static class ViewWriter
{
    private const int MaxDepth = 8;

    public static void Write(HtmlWriter html, View view, ViewContext context)
    {
        switch (view)
        {
            case View.Text text:
                TextView.Write(html, text, context);
                break;
            case View.Fields fields:
                FieldsView.Write(html, fields, context);
                break;
            case View.Table table:
                TableView.Write(html, table, context);
                break;
            case View.Form form:
                FormView.Write(html, form, context);
                break;
            case View.Acts acts:
                ActsView.Write(html, acts, context);
                break;
            case View.Progress progress:
                ProgressView.Write(html, progress, context);
                break;
            case View.Log log:
                LogView.Write(html, log, context);
                break;
            case View.Graph graph:
                GraphView.Write(html, graph, context);
                break;
            case View.Group group when context.Depth < MaxDepth:
                GroupView.Write(html, group, context);
                break;
            case View.Group:
                ErrorView.Write(html, new View.Error("There is more here than fits on a page.", "Look at it at the command line."), context);
                break;
            case View.Error error:
                ErrorView.Write(html, error, context);
                break;
            default:
                ErrorView.Write(html, new View.Error("This is a kind of view that this control panel does not know.", "Update the control panel."), context);
                break;
        }
    }

    /// <summary>The heading of a view, if it has one.</summary>
    public static void Heading(HtmlWriter html, View view, ViewContext context)
    {
        if (string.IsNullOrEmpty(view.Title)) return;
        var level = Math.Clamp(context.Level, 2, 6);
        html.Add($"<h{level}>{view.Title}</h{level}>");
    }

    /// <summary>An array that may never have been set.</summary>
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> items) => items.IsDefault ? [] : items;
}
