using System.Globalization;

namespace PluginFramework.Panels;

/// <summary>Values as people read them, the same on every surface. Safe for use from any thread.</summary>
/// <remarks>Texts come out as they are: making them harmless for a page or a terminal is the surface's.</remarks>
public static class PanelText
{
    private static readonly (string Unit, long Ticks)[] Times =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
    ];

    private static readonly (string Unit, long Octets)[] Sizes = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10)];

    /// <summary>A value: <c>yes</c>, <c>1.5 MiB</c>, <c>2h 5m</c>, a list with commas between; empty for nothing.</summary>
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
        for (var i = 0; i < Times.Length; i++)
        {
            var (unit, size) = Times[i];
            if (ticks < size) continue;
            var whole = decimal.Floor(ticks / size);
            if (i == Times.Length - 1) return string.Create(CultureInfo.InvariantCulture, $"{sign}{decimal.Round(ticks / size, 1, MidpointRounding.ToZero):0.#}s");
            var next = decimal.Floor((ticks - (whole * size)) / Times[i + 1].Ticks);
            var rest = next == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {next}{Times[i + 1].Unit}");
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}{unit}{rest}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sign}{ticks / TimeSpan.TicksPerMillisecond:0.###}ms");
    }

    /// <summary>A number of octets in powers of 1024: <c>512 B</c>, <c>1.5 MiB</c>.</summary>
    public static string OfSize(decimal octets)
    {
        foreach (var (unit, size) in Sizes)
        {
            if (Math.Abs(octets) >= size) return string.Create(CultureInfo.InvariantCulture, $"{octets / size:0.#} {unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{octets:0} B");
    }
}
