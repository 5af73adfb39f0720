using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>A message that stands out.</summary>
internal static class Notice
{
    public static void Write(HtmlWriter html, ViewTone tone, string? message, string? remedy = null)
    {
        html.Add($"""<div class="notice {Tones.ClassOf(tone)}" role="{(tone == ViewTone.Bad ? "alert" : "status")}">""");
        Tones.Sign(html, tone);
        html.Add($"""<div><p>{message}</p>""");
        html.AddIf(!string.IsNullOrEmpty(remedy), $"<p>{remedy}</p>");
        html.Add($"</div></div>");
    }
}
