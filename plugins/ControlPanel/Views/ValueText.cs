using System.Globalization;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Views;

/// <summary>Values as people read them.</summary>
internal static class ValueText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    public static string Of(PanelValue? value) => value?.Kind switch
    {
        null or PanelValueKind.None => "",
        PanelValueKind.Flag => value.Text == "true" ? "yes" : "no",
        PanelValueKind.Size when value.AsNumber() is { } octets => OfSize(octets),
        PanelValueKind.Time when value.AsTime() is { } time => Of(time),
        PanelValueKind.Duration when value.AsDuration() is { } duration => Of(duration),
        _ => value.Text,
    };

    /// <summary><c>2026-11-23 10:00:00Z</c></summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The two largest units: <c>3d 4h</c>, <c>2h 5m</c>, <c>45s</c>, <c>250ms</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var sign = duration < TimeSpan.Zero ? "-" : "";
        var ticks = Math.Abs((decimal)duration.Ticks);
        for (var i = 0; i < Units.Length; i++)
        {
            var (unit, size) = Units[i];
            if (ticks < size) continue;
            var whole = decimal.Floor(ticks / size);
            if (i == Units.Length - 1) return string.Create(CultureInfo.InvariantCulture, $"{sign}{decimal.Round(ticks / size, 1, MidpointRounding.ToZero):0.#}s");
            var next = decimal.Floor((ticks - (whole * size)) / Units[i + 1].Ticks);
            var rest = next == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {next}{Units[i + 1].Unit}");
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}{unit}{rest}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sign}{ticks / TimeSpan.TicksPerMillisecond:0.###}ms");
    }

    /// <summary>What a form's field holds for a value: text that reads back as it.</summary>
    public static string OfInput(PanelValue value) => value.Kind switch
    {
        PanelValueKind.List => string.Join('\n', value.Items),
        _ => value.Text,
    };

    private static string OfSize(decimal octets)
    {
        foreach (var (unit, size) in ((string, long)[])[("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10)])
        {
            if (Math.Abs(octets) >= size) return string.Create(CultureInfo.InvariantCulture, $"{octets / size:0.#} {unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{octets:0} B");
    }
}
