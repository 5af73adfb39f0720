using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Html;

/// <summary>A piece of a page. Only a writer makes one, so whatever it holds was escaped.</summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    /// <summary>The body of a page that another plugin has made, and has escaped itself.</summary>
    public static Markup OfOther(WebPage page) => new(page.Body);

    public static Markup Of(HtmlWriter writer) => new(writer.ToString());

    public override string ToString() => _html ?? "";
}
