using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Core.Configuration;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels;

/// <summary>Turns arguments given as text into checked values.</summary>
internal static class ArgumentBinder
{
    private const int MaxItems = 1000;
    private const double MaxText = 4096;

    /// <param name="given">By parameter.</param>
    /// <param name="parameters">What there is to be given.</param>
    /// <param name="what">What they are for, to begin a message with.</param>
    /// <exception cref="PanelException">One is unknown, missing or wrong; the message names each.</exception>
    public static PanelArguments Bind(ImmutableDictionary<string, ImmutableArray<string>> given, ImmutableArray<PanelParameter> parameters, string what)
    {
        var problems = new List<string>();
        var fields = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var name in given.Keys.Where(name => !parameters.Any(parameter => parameter.Name == name)).Order(StringComparer.Ordinal))
            problems.Add($"it has no parameter '{name}'{NearestName.Hint(name, parameters.Select(parameter => parameter.Name)).TrimEnd('.')}");
        var values = ImmutableDictionary.CreateBuilder<string, PanelValue>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (!given.TryGetValue(parameter.Name, out var texts) || (texts.IsDefaultOrEmpty && !parameter.IsList))
            {
                if (parameter.IsRequired) fields[parameter.Name] = "is required";
            }
            else if (Read(parameter, texts.IsDefault ? [] : texts, out var problem) is { } value) values[parameter.Name] = value;
            else if (problem is not null) fields[parameter.Name] = problem;
            if (fields.TryGetValue(parameter.Name, out var wrong)) problems.Add($"'{parameter.Name}' {wrong}");
        }

        if (problems.Count > 0) throw new PanelException(PanelError.Invalid, $"{what}: {string.Join("; ", problems)}.") { Problems = fields.ToImmutable() };
        return new(values.ToImmutable());
    }

    private static PanelValue? Read(PanelParameter parameter, ImmutableArray<string> texts, out string? problem)
    {
        problem = null;
        if (!parameter.IsList && texts.Length > 1) problem = "is given more than once";
        else if (texts.Length > MaxItems) problem = $"has more than {MaxItems} values";
        if (problem is not null) return null;
        var items = new List<PanelValue>();
        foreach (var text in texts)
        {
            if (ReadOne(parameter, text, out problem) is not { } value) return null;
            items.Add(value);
        }

        return parameter.IsList ? PanelValue.Of(items.Select(item => item.Text)) : items[0];
    }

    private static PanelValue? ReadOne(PanelParameter parameter, string text, out string? problem)
    {
        problem = null;
        if (parameter.Choices.Length > 0 && !parameter.Choices.Contains(text, StringComparer.Ordinal))
        {
            problem = $"must be one of {string.Join(", ", parameter.Choices)}";
            return null;
        }

        var (value, measure) = Convert(parameter.Kind, text);
        if (value is null) problem = $"must be {Form(parameter.Kind)}";
        else if (parameter is { Kind: PanelParameterKind.Text, IsSecret: false } && text.Any(char.IsControl)) problem = "holds a control character";
        else if (Limit(parameter, measure) is { } limit) problem = limit;
        return problem is null ? value : null;
    }

    private static (PanelValue? Value, double Measure) Convert(PanelParameterKind kind, string text)
    {
        switch (kind)
        {
            case PanelParameterKind.WholeNumber:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (PanelValue.Of(whole), whole) : default;
            case PanelParameterKind.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? (PanelValue.Of(number), number) : default;
            case PanelParameterKind.Flag:
                return bool.TryParse(text, out var flag) ? (PanelValue.Of(flag), 0) : default;
            case PanelParameterKind.Duration:
                return Duration.TryParse(text, out var time) ? (PanelValue.Of((TimeSpan?)time), time.TotalSeconds) : default;
            case PanelParameterKind.Size:
                return OctetCount.TryParse(text, out var octets) ? (PanelValue.OfSize(octets), octets) : default;
            default:
                return (PanelValue.Of(text), text.Length);
        }
    }

    private static string? Limit(PanelParameter parameter, double measure)
    {
        var isText = parameter.Kind is PanelParameterKind.Text or PanelParameterKind.LongText;
        var maximum = parameter.Maximum ?? (isText ? parameter.Kind == PanelParameterKind.LongText ? MaxText * 16 : MaxText : double.MaxValue);
        if (parameter.Kind == PanelParameterKind.Flag || (measure >= (parameter.Minimum ?? double.MinValue) && measure <= maximum)) return null;
        var unit = isText ? " characters" : parameter.Kind == PanelParameterKind.Duration ? " seconds" : parameter.Unit is { } named ? " " + named : "";
        var range = (parameter.Minimum, maximum) switch
        {
            ({ } minimum, < double.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}{unit}"),
            ({ } minimum, _) => string.Create(CultureInfo.InvariantCulture, $"at least {minimum}{unit}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"at most {maximum}{unit}"),
        };
        return $"must be {range}";
    }

    private static string Form(PanelParameterKind kind) => kind switch
    {
        PanelParameterKind.WholeNumber => "a whole number",
        PanelParameterKind.Number => "a number",
        PanelParameterKind.Flag => "true or false",
        PanelParameterKind.Duration => Duration.Forms,
        PanelParameterKind.Size => OctetCount.Forms,
        _ => "text",
    };
}
