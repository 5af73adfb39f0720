using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Named values: a list of terms and what they are.</summary>
internal static class FieldsView
{
    public static void Write(HtmlWriter html, View.Fields view, ViewContext context)
    {
        ViewWriter.Heading(html, view, context);
        var fields = view.Items.OrEmpty();
        if (fields.IsEmpty) return;
        html.Add($"""<dl class="fields">""");
        foreach (var field in fields)
        {
            html.Add($"""<div><dt>{field.Label}</dt><dd class="{Tones.ClassOf(field.Tone)}">""");
            Tones.Sign(html, field.Tone);
            ValueView.Write(html, field.Value);
            html.Add($"</dd></div>");
        }

        html.Add($"</dl>");
    }
}
