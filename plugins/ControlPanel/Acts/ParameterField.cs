using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>The field of a parameter: what kind of input it is, and what it says of itself.</summary>
internal static class ParameterField
{
    /// <summary>Stands before the name of a parameter and carries what held when the form was made.</summary>
    public const string Was = "_was:";

    private const int MaxText = 4096;

    /// <param name="html">Where it goes.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="values">What stands in it; of a secret nothing ever does.</param>
    /// <param name="present">What holds at present; default: not known.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static void Write(HtmlWriter html, PanelParameter parameter, ImmutableArray<string> values, ImmutableArray<string> present, string? problem)
    {
        if (parameter.IsSecret) values = [];
        var field = new InputField(parameter.Name, parameter.Label ?? parameter.Name)
        {
            Description = Describe(parameter), Problem = problem, IsRequired = parameter.IsRequired, Unit = parameter.Unit,
            Value = string.Join('\n', values.OrEmpty()),
        };
        if (parameter.Choices.OrEmpty() is { IsEmpty: false } choices)
        {
            if (parameter.IsList) Boxes(html, field, choices, values.OrEmpty());
            else Choice(html, field, [.. choices.Select(choice => (choice, choice))], parameter);
        }
        else if (parameter.Kind == PanelParameterKind.Flag && !parameter.IsList) Choice(html, field, [("true", "yes"), ("false", "no")], parameter);
        else if (!parameter.IsSecret && (parameter.IsList || parameter.Kind == PanelParameterKind.LongText)) Area(html, field, parameter);
        else FieldWriter.Write(html, Input(field, parameter));
        if (!present.IsDefault && !parameter.IsSecret) html.Add($"""<input type="hidden" name="{Was}{parameter.Name}" value="{string.Join('\n', present)}">""");
    }

    private static string Describe(PanelParameter parameter)
    {
        var sentences = new List<string>();
        if (!string.IsNullOrEmpty(parameter.Description)) sentences.Add(parameter.Description);
        if (parameter is { IsList: true, Choices.IsDefaultOrEmpty: true }) sentences.Add("One a line.");
        sentences.AddRange(parameter.Kind switch
        {
            PanelParameterKind.Duration => ["Such as 30s, 5m, 2h or 1d."],
            PanelParameterKind.Size => ["In octets, or such as 64k, 10m or 1g."],
            _ => (string[])[],
        });
        if (Range(parameter) is { } range) sentences.Add(range);
        if (parameter.Default is { Length: > 0 } text) sentences.Add($"Default: {text}.");
        return string.Join(' ', sentences);
    }

    private static string? Range(PanelParameter parameter)
    {
        if (parameter.Kind is PanelParameterKind.Text or PanelParameterKind.LongText or PanelParameterKind.Flag) return null;
        var unit = parameter.Kind == PanelParameterKind.Duration ? " seconds" : "";
        return (parameter.Minimum, parameter.Maximum) switch
        {
            ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $"{least} to {most}{unit}."),
            ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"At least {least}{unit}."),
            (null, { } most) => string.Create(CultureInfo.InvariantCulture, $"At most {most}{unit}."),
            _ => null,
        };
    }

    private static InputField Input(InputField field, PanelParameter parameter)
    {
        if (parameter.IsSecret) return field with { Type = "password", Autocomplete = "new-password", MinLength = (int)(parameter.Minimum ?? 0), MaxLength = Most(parameter) };
        return parameter.Kind switch
        {
            PanelParameterKind.WholeNumber or PanelParameterKind.Number => field with
            {
                Type = "number", Minimum = Number(parameter.Minimum), Maximum = Number(parameter.Maximum), Step = parameter.Kind == PanelParameterKind.Number ? "any" : "1",
            },
            PanelParameterKind.Duration or PanelParameterKind.Size => field with { MaxLength = 64, Autocomplete = "off" },
            _ => field with { MinLength = (int)(parameter.Minimum ?? 0), MaxLength = Most(parameter), Autocomplete = "off" },
        };
    }

    private static int Most(PanelParameter parameter) => (int)Math.Min(parameter.Maximum ?? MaxText, int.MaxValue);

    private static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    private static void Choice(HtmlWriter html, InputField field, ImmutableArray<(string Value, string Label)> choices, PanelParameter parameter)
    {
        FieldWriter.Begin(html, field);
        html.Add($"""<select id="f-{field.Name}" name="{field.Name}" """);
        FieldWriter.Attributes(html, field);
        html.Add($">");
        html.Add($"""<option value="">{(parameter.IsRequired ? "Choose" : parameter.Default is { Length: > 0 } text ? $"Default ({text})" : "–")}</option>""");
        foreach (var (value, label) in choices)
        {
            html.Add($"""<option value="{value}" """);
            html.AddIf(field.Value == value, $"selected");
            html.Add($">{label}</option>");
        }

        html.Add($"</select>");
        FieldWriter.End(html, field);
    }

    private static void Boxes(HtmlWriter html, InputField field, ImmutableArray<string> choices, ImmutableArray<string> chosen)
    {
        html.Add($"""<fieldset class="field"><legend>{field.Label}</legend>""");
        html.AddIf(!string.IsNullOrEmpty(field.Description), $"""<p class="hint">{field.Description}</p>""");
        foreach (var choice in choices)
        {
            html.Add($"""<label class="box"><input type="checkbox" name="{field.Name}" value="{choice}" """);
            html.AddIf(chosen.Contains(choice), $"checked");
            html.Add($"> {choice}</label>");
        }

        html.AddIf(field.Problem is not null, $"""<p class="problem">{field.Problem}</p>""");
        html.Add($"</fieldset>");
    }

    private static void Area(HtmlWriter html, InputField field, PanelParameter parameter)
    {
        FieldWriter.Begin(html, field);
        html.Add($"""<textarea id="f-{field.Name}" name="{field.Name}" rows="{(parameter.IsList ? 3 : 8)}" spellcheck="false" """);
        FieldWriter.Attributes(html, field);
        // A first line feed belongs to the markup, not to the text.
        html.Add($">\n{field.Value}</textarea>");
        FieldWriter.End(html, field);
    }
}
