using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>What could not be shown or done, and what to do next.</summary>
internal static class ErrorView
{
    public static void Write(HtmlWriter html, View.Error view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        Notice.Write(html, ViewTone.Bad, view.Message, view.Remedy);
    }
}
