using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Views;

/// <summary>How tones look: a class for the colour, and a sign with a word for everybody else.</summary>
internal static class Tones
{
    public static string ClassOf(ViewTone tone) => tone switch
    {
        ViewTone.Good => "good",
        ViewTone.Warning => "warning",
        ViewTone.Bad => "bad",
        _ => "neutral",
    };

    /// <summary>The sign before what is shown; nothing where there is nothing to remark.</summary>
    public static void Sign(HtmlWriter html, ViewTone tone)
    {
        var (sign, word) = tone switch
        {
            ViewTone.Good => ("✓", "good"),
            ViewTone.Warning => ("▲", "worth a look"),
            ViewTone.Bad => ("✕", "bad"),
            _ => ("", ""),
        };
        html.AddIf(sign.Length > 0, $"""<span class="sign {ClassOf(tone)}"><span aria-hidden="true">{sign}</span><span class="unseen">{word}: </span></span>""");
    }
}
