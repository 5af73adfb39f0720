using System.Globalization;

namespace PluginFramework.Core.Panels;

/// <summary>Reads numbers of octets as people write them, in powers of 1024.</summary>
internal static class OctetCount
{
    /// <summary>What can be read, for messages.</summary>
    public const string Forms = "a number of octets such as 512, 64k, 10m or 1g";

    private static readonly (char Letter, long Factor)[] Units = [('g', 1L << 30), ('m', 1L << 20), ('k', 1L << 10)];

    public static bool TryParse(string text, out long octets)
    {
        var digits = text.AsSpan().Trim();
        var factor = 1L;
        foreach (var (letter, size) in Units)
        {
            if (digits is not [.., var last] || char.ToLowerInvariant(last) != letter) continue;
            digits = digits[..^1];
            factor = size;
            break;
        }

        octets = 0;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / factor) return false;
        octets = number * factor;
        return true;
    }
}
