using System.Globalization;

namespace PluginFramework.Core.Configuration;

/// <summary>Reads lengths of time as people write them: <c>30s</c>, <c>500ms</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>, <c>00:00:30</c>; a bare number is seconds.</summary>
internal static class Duration
{
    public const string Forms = "a length of time such as 30s, 500ms, 5m, 2h or 00:00:30";

    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrWhiteSpace(text)) return false;
        text = text.Trim();
        if (text.Contains(':')) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
        var unitStart = text.AsSpan().IndexOfAnyExceptInRange('+', '9'); // digits, sign and point lie in this range
        var number = unitStart < 0 ? text : text[..unitStart];
        var ticks = (unitStart < 0 ? "s" : text[unitStart..].Trim()) switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" or "min" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            "d" => TimeSpan.TicksPerDay,
            _ => 0,
        };
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (ticks == 0 || !decimal.TryParse(number.Trim(), Style, CultureInfo.InvariantCulture, out var count)) return false;
        if (Math.Abs(count) > long.MaxValue / ticks) return false;
        duration = new((long)(count * ticks));
        return true;
    }
}
