using System.Collections.Immutable;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>The form of an act: a field for each parameter, and what to press.</summary>
/// <param name="Panel">The panel.</param>
/// <param name="Act">The act.</param>
/// <param name="CsrfToken">What the server wants to have back.</param>
internal sealed record ActForm(PanelDescription Panel, PanelAct Act, string CsrfToken)
{
    /// <summary>The button that was pressed.</summary>
    public const string Do = "_do", Preview = "preview";

    /// <summary>To what it is done where that is settled; it is then said and not asked.</summary>
    public string? Subject { get; init; }

    /// <summary>What stands in the fields, by parameter.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Values { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What holds at present, by parameter: what is left so is not sent on.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Present { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>What is wrong, by field.</summary>
    public ImmutableDictionary<string, string> Problems { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What is to be proved again.</summary>
    public Proof Proof { get; init; }

    public static ActForm Of(PanelDescription panel, PanelAct act, string csrfToken) => new(panel, act, csrfToken);

    /// <summary>Values of a view as the form's fields have them.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> ValuesOf(PanelAct act, ImmutableDictionary<string, PanelValue>? values) =>
        act.Parameters.OrEmpty().Where(parameter => !parameter.IsSecret && values?.GetValueOrDefault(parameter.Name) is { Kind: not PanelValueKind.None })
            .ToImmutableDictionary(parameter => parameter.Name, parameter => ItemsOf(values![parameter.Name]), StringComparer.Ordinal);

    public static ImmutableArray<string> ItemsOf(PanelValue value) => value.Kind switch
    {
        PanelValueKind.List => value.Items.OrEmpty(),
        PanelValueKind.None => [],
        _ => [value.Text],
    };

    /// <summary>The parameter that the subject fills.</summary>
    public PanelParameter? SubjectParameter => Subject is null ? null : Act.Parameters.OrEmpty().FirstOrDefault();

    public void Write(HtmlWriter html)
    {
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Acting(Panel.Name, Act.Name, Subject)}" data-guard>""");
        html.Add($"""<input type="hidden" name="{PanelUrls.Token}" value="{CsrfToken}">""");
        foreach (var parameter in Act.Parameters.OrEmpty())
        {
            if (parameter == SubjectParameter) Settled(html, parameter);
            else ParameterField.Write(html, parameter, Values.GetValueOrDefault(parameter.Name, []), Present.GetValueOrDefault(parameter.Name), Problems.GetValueOrDefault(parameter.Name));
        }

        Confirmation.WriteFields(html, Proof, Problems.GetValueOrDefault(Confirmation.Password));
        if (Act.Confirmation is { } question) html.Add($"""<p class="question">{question}</p>""");
        html.Add($"""<p class="buttons">""");
        // The first button is the one that the Enter key presses.
        html.Add($"""<button class="{(RowActs.IsTaking(Act) ? "first careful" : "first")}" name="{Do}" value="do">{Act.Label}</button>""");
        html.AddIf(Act.CanDryRun, $"""<button name="{Do}" value="{Preview}">Preview</button>""");
        html.Add($"""<a class="button plain" href="{PanelUrls.Panel(Panel.Name, RowActs.IsMaking(Act) || Act.Confirmation is not null ? null : Subject)}" data-close>Cancel</a></p></form>""");
    }

    private void Settled(HtmlWriter html, PanelParameter parameter)
    {
        html.Add($"""<div class="field settled"><span class="label">{parameter.Label}</span><strong>{Subject}</strong><input type="hidden" name="{parameter.Name}" value="{Subject}">""");
        html.AddIf(Problems.ContainsKey(parameter.Name), $"""<p class="problem">{Problems.GetValueOrDefault(parameter.Name)}</p>""");
        html.Add($"</div>");
    }
}
