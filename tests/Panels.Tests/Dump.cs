using System.Collections;
using System.Globalization;
using System.Reflection;

namespace PluginFramework.Panels.Tests;

/// <summary>All that is in an object, as text to compare by.</summary>
internal static class Dump
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        PanelValue panel => $"{panel.Kind}:{panel.Text}[{string.Join("|", panel.Items)}]",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IDictionary map => $"{{{string.Join(",", map.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(key => $"{key}={Of(map[key])}"))}}}",
        IEnumerable items => $"[{string.Join(",", items.Cast<object?>().Select(Of))}]",
        IFormattable simple => simple.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag.ToString(),
        _ => $"{value.GetType().Name}({string.Join(",", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0).OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => $"{property.Name}={Of(property.GetValue(value))}"))})",
    };
}
