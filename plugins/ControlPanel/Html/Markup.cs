namespace PluginFramework.ControlPanel.Html;

/// <summary>A piece of a page. Only a writer makes one, so whatever it holds was escaped.</summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    public static Markup Of(HtmlWriter writer) => new(writer.ToString());

    public override string ToString() => _html ?? "";
}
