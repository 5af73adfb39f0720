using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>A value in a page.</summary>
internal static class ValueView
{
    private const int ShortHash = 12;

    public static void Write(HtmlWriter html, PanelValue? value)
    {
        switch (value?.Kind)
        {
            case null or PanelValueKind.None:
                html.Add($"""<span class="none" aria-label="none">–</span>""");
                break;
            case PanelValueKind.Time when value.AsTime() is { } time:
                html.Add($"""<time datetime="{value.Text}">{PanelText.Of(time)}</time>""");
                break;
            case PanelValueKind.List when value.Items.IsDefaultOrEmpty:
                html.Add($"""<span class="none" aria-label="none">–</span>""");
                break;
            case PanelValueKind.List:
                html.Add($"""<ul class="items">""");
                foreach (var item in value.Items) html.Add($"<li>{item}</li>");
                html.Add($"</ul>");
                break;
            case PanelValueKind.Text when IsHash(value.Text):
                html.Add($"""<code class="hash" title="{value.Text}" data-copy="{value.Text}">{value.Text[..ShortHash]}…</code>""");
                break;
            default:
                html.Text(PanelText.Of(value));
                break;
        }
    }

    /// <summary>Long and for comparing only, such as SHA-256 in hexadecimal.</summary>
    private static bool IsHash(string text) => text.Length >= 40 && text.All(char.IsAsciiHexDigit);
}
