namespace PluginFramework.Http.Metrics;

/// <summary>Names of OpenTelemetry as Prometheus has them.</summary>
internal static class PrometheusNames
{
    public static string Of(string name, string? unit, bool isCounter)
    {
        var result = Of(name);
        var suffix = unit switch
        {
            "s" => "seconds", "ms" => "milliseconds", "By" => "bytes", "1" => "ratio", "%" => "percent", _ => "",
        };
        if (suffix.Length > 0 && !result.EndsWith("_" + suffix, StringComparison.Ordinal)) result += "_" + suffix;
        return isCounter && !result.EndsWith("_total", StringComparison.Ordinal) ? result + "_total" : result;
    }

    public static string Of(string name)
    {
        var text = string.Create(name.Length, name, static (span, name) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
        });
        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "_" + text : text;
    }

    public static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
