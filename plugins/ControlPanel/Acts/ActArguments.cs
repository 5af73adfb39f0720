using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>Reads what a form sent as arguments of an act.</summary>
internal static class ActArguments
{
    /// <summary>The arguments: what was left empty, or as it was, is not given.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Read(IFormCollection form, ImmutableArray<PanelParameter> parameters)
    {
        var given = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var parameter in parameters.OrEmpty())
        {
            var texts = TextsOf(form[parameter.Name], parameter);
            var was = form.TryGetValue(ParameterField.Was + parameter.Name, out var before) ? (ImmutableArray<string>?)Lines(before.ToString(), parameter) : null;
            if (was is { } old && !parameter.IsRequired && texts.SequenceEqual(old)) continue;
            // Empty where something stood means that nothing is to stand there.
            if (texts.IsEmpty && was is { IsEmpty: false }) texts = parameter.IsList ? [] : parameter.Kind is PanelParameterKind.Text or PanelParameterKind.LongText ? [""] : default;
            else if (texts.IsEmpty) texts = default;
            if (!texts.IsDefault) given[parameter.Name] = texts;
        }

        return given.ToImmutable();
    }

    /// <summary>The fields that hold something else than they did, each with its text; a secret that was left empty is as it was.</summary>
    public static IEnumerable<(string Name, string Text)> Changed(IFormCollection form, ImmutableArray<PanelParameter> parameters) =>
        from parameter in parameters
        let text = form[parameter.Name].ToString().ReplaceLineEndings("\n")
        where form.ContainsKey(parameter.Name) && text != form[ParameterField.Was + parameter.Name].ToString().ReplaceLineEndings("\n")
        select (parameter.Name, text);

    /// <summary>What stood in the fields, to stand there again; secrets do not.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Echo(IFormCollection form, ImmutableArray<PanelParameter> parameters) =>
        parameters.OrEmpty().Where(parameter => !parameter.IsSecret && form.ContainsKey(parameter.Name))
            .ToImmutableDictionary(parameter => parameter.Name, parameter => TextsOf(form[parameter.Name], parameter), StringComparer.Ordinal);

    /// <summary>What held when the form was made.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Before(IFormCollection form, ImmutableArray<PanelParameter> parameters) =>
        parameters.OrEmpty().Where(parameter => !parameter.IsSecret && form.ContainsKey(ParameterField.Was + parameter.Name)).ToImmutableDictionary(
            parameter => parameter.Name, parameter => Lines(form[ParameterField.Was + parameter.Name].ToString(), parameter), StringComparer.Ordinal);

    private static ImmutableArray<string> TextsOf(StringValues values, PanelParameter parameter)
    {
        if (parameter is { IsList: true, Choices.IsDefaultOrEmpty: false }) return [.. values.OfType<string>().Where(value => value.Length > 0)];
        return Lines(values.ToString(), parameter);
    }

    private static ImmutableArray<string> Lines(string text, PanelParameter parameter)
    {
        text = text.ReplaceLineEndings("\n");
        if (!parameter.IsList) return text.Length == 0 ? [] : [text];
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
