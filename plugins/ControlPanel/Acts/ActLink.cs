using System.Collections.Immutable;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>A link to an act's form.</summary>
internal static class ActLink
{
    public static void Write(HtmlWriter html, PanelAct act, string address, string? subject = null, bool isFirst = false)
    {
        var kind = RowActs.IsTaking(act) ? "button careful" : isFirst ? "button first" : "button";
        html.Add($"""<a class="{kind}" href="{address}" title="{act.Description}" """);
        html.AddIf(act.Confirmation is not null, $"""data-dialog """);
        html.Add($""">{act.Label}""");
        html.AddIf(subject is not null, $"""<span class="unseen"> {subject}</span>""");
        html.Add($"</a>");
    }

    /// <summary>The form with arguments filled in; never secrets, for addresses are logged.</summary>
    public static string AddressOf(PanelDescription panel, PanelAct act, ImmutableDictionary<string, PanelValue>? arguments)
    {
        var address = PanelUrls.Acting(panel.Name, act.Name);
        if (arguments is null) return address;
        var given = act.Parameters.OrEmpty().Where(parameter => !parameter.IsSecret && arguments.ContainsKey(parameter.Name))
            .SelectMany(parameter => ValuesOf(arguments[parameter.Name]).Select(value => (parameter.Name, value))).ToList();
        if (given is [var (name, only)] && act.Parameters[0].Name == name) return PanelUrls.Acting(panel.Name, act.Name, only);
        return PanelUrls.With(address, given);
    }

    private static ImmutableArray<string> ValuesOf(PanelValue value) => value.Kind == PanelValueKind.List ? value.Items.OrEmpty() : [value.Text];
}
