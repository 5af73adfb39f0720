using PluginFramework.ControlPanel.Acts;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>An act to be filled in, within a view.</summary>
internal static class FormView
{
    public static void Write(HtmlWriter html, View.Form view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        if (context.FindAct(view.Act ?? "") is not { } act)
        {
            ErrorView.Write(html, new View.Error($"There is no act '{view.Act}' here, or you may not do it."), context);
            return;
        }

        var form = ActForm.Of(context.Panel, act, context.CsrfToken) with { Subject = context.Subject, Values = ActForm.ValuesOf(act, view.Values) };
        form.Write(html);
    }
}
