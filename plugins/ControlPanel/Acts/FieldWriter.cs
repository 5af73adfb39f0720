using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>An input with its label, its description and what is wrong with it.</summary>
internal static class FieldWriter
{
    public static void Write(HtmlWriter html, InputField field)
    {
        Begin(html, field);
        html.Add($"""<input id="f-{field.Name}" name="{field.Name}" type="{field.Type}" value="{(field.Type == "password" ? "" : field.Value)}" """);
        html.AddIf(field.Autocomplete is not null, $"""autocomplete="{field.Autocomplete}" """);
        html.AddIf(field.Minimum is not null, $"""min="{field.Minimum}" """);
        html.AddIf(field.Maximum is not null, $"""max="{field.Maximum}" """);
        html.AddIf(field.Step is not null, $"""step="{field.Step}" """);
        html.AddIf(field.MinLength > 0, $"""minlength="{field.MinLength}" """);
        html.AddIf(field.MaxLength > 0, $"""maxlength="{field.MaxLength}" """);
        Attributes(html, field);
        html.Add($">");
        html.AddIf(field.Unit is not null, $"""<span class="unit">{field.Unit}</span>""");
        End(html, field);
    }

    public static void Begin(HtmlWriter html, InputField field)
    {
        html.Add($"""<div class="field{(field.Problem is null ? "" : " wrong")}"><label for="f-{field.Name}">{field.Label}""");
        html.AddIf(field.IsRequired, $"""<span class="required"> (required)</span>""");
        html.Add($"</label>");
        html.AddIf(!string.IsNullOrEmpty(field.Description), $"""<p class="hint" id="h-{field.Name}">{field.Description}</p>""");
    }

    /// <summary>What all kinds of inputs have in common.</summary>
    public static void Attributes(HtmlWriter html, InputField field)
    {
        html.AddIf(field.IsRequired, $"required ");
        html.AddIf(field.HasFocus, $"autofocus ");
        html.AddIf(field.Problem is not null, $"""aria-invalid="true" """);
        var described = string.Join(' ', ((string?[])[string.IsNullOrEmpty(field.Description) ? null : $"h-{field.Name}", field.Problem is null ? null : $"e-{field.Name}"]).OfType<string>());
        html.AddIf(described.Length > 0, $"""aria-describedby="{described}" """);
    }

    public static void End(HtmlWriter html, InputField field)
    {
        html.AddIf(field.Problem is not null, $"""<p class="problem" id="e-{field.Name}"><span aria-hidden="true">✕ </span>{Sentence(field.Label, field.Problem)}</p>""");
        html.Add($"</div>");
    }

    /// <summary>What is wrong begins with the field's name; the catalog leaves it out.</summary>
    private static string Sentence(string label, string? problem) =>
        problem is [>= 'a' and <= 'z', ..] ? $"{label} {problem.TrimEnd('.')}." : problem ?? "";
}
