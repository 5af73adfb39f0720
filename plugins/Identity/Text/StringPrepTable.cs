using System.Globalization;

namespace PluginFramework.Identity.Text;

/// <summary>The tables of RFC 3454 and normalisation form KC as of Unicode 3.2. Read when first needed: few passwords leave ASCII.</summary>
internal sealed class StringPrepTable
{
    private static readonly Lazy<StringPrepTable> Loaded = new(() => new StringPrepTable());
    private readonly CodePointRanges _unassigned = new();
    private readonly CodePointRanges _prohibited = new();
    private readonly CodePointRanges _rightToLeft = new();
    private readonly CodePointRanges _leftToRight = new();
    private readonly Dictionary<int, int> _combiningClasses = [];
    private readonly Dictionary<(int First, int Second), int> _compositions = [];
    private readonly Dictionary<int, int[]> _decompositions = [];

    private StringPrepTable()
    {
        using var stream = typeof(StringPrepTable).Assembly.GetManifestResourceStream("stringprep.txt")
            ?? throw new InvalidOperationException("The plugin lacks its resource stringprep.txt.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#')) ReadLine(line.Split(' '));
        }
    }

    public static StringPrepTable Instance => Loaded.Value;

    public bool IsUnassigned(int codePoint) => _unassigned.Contains(codePoint);

    public bool IsProhibited(int codePoint) => _prohibited.Contains(codePoint);

    public bool IsRightToLeft(int codePoint) => _rightToLeft.Contains(codePoint);

    public bool IsLeftToRight(int codePoint) => _leftToRight.Contains(codePoint);

    /// <summary>Table C.1.2.</summary>
    public static bool IsNonAsciiSpace(int codePoint) =>
        codePoint is 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200B) or 0x202F or 0x205F or 0x3000;

    /// <summary>Table B.1.</summary>
    public static bool IsMappedToNothing(int codePoint) =>
        codePoint is 0xAD or 0x34F or 0x1806 or (>= 0x180B and <= 0x180D) or (>= 0x200B and <= 0x200D) or 0x2060
            or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;

    /// <summary>Normalisation form KC (Unicode Standard Annex 15). Quadratic at worst: bound the input.</summary>
    public List<int> NormalizeKC(List<int> text)
    {
        var result = new List<int>(text.Count);
        foreach (var codePoint in text)
        {
            if (Hangul.TryDecompose(codePoint, result)) continue;
            if (_decompositions.TryGetValue(codePoint, out var parts)) result.AddRange(parts);
            else result.Add(codePoint);
        }

        Order(result);
        Compose(result);
        return result;
    }

    // A stable sort of each run of combining characters by class.
    private void Order(List<int> text)
    {
        for (var i = 1; i < text.Count; i++)
        {
            var current = text[i];
            var rank = Class(current);
            if (rank == 0) continue;
            var j = i;
            for (; j > 0 && Class(text[j - 1]) > rank; j--) text[j] = text[j - 1];
            text[j] = current;
        }
    }

    private void Compose(List<int> text)
    {
        var (starter, lastClass, length) = (-1, 0, 0);
        foreach (var current in text.ToArray())
        {
            var rank = Class(current);
            // Blocked: something of the same or a higher class, or another starter, stands between.
            var isBlocked = starter >= 0 && length - 1 > starter && lastClass >= rank;
            if (starter >= 0 && !isBlocked && TryCompose(text[starter], current, out var composed))
            {
                text[starter] = composed;
                continue;
            }

            if (rank == 0) starter = length;
            lastClass = rank;
            text[length++] = current;
        }

        text.RemoveRange(length, text.Count - length);
    }

    private bool TryCompose(int first, int second, out int composed) =>
        Hangul.TryCompose(first, second, out composed) || _compositions.TryGetValue((first, second), out composed);

    private int Class(int codePoint) => _combiningClasses.GetValueOrDefault(codePoint);

    private void ReadLine(string[] words)
    {
        foreach (var item in words.AsSpan(1))
        {
            switch (words[0])
            {
                case "unassigned": _unassigned.Add(Range(item)); break;
                case "prohibited": _prohibited.Add(Range(item)); break;
                case "right-to-left": _rightToLeft.Add(Range(item)); break;
                case "left-to-right": _leftToRight.Add(Range(item)); break;
                case "composed":
                    var composition = item.Split('+', '=');
                    _compositions.Add((Hex(composition[0]), Hex(composition[1])), Hex(composition[2]));
                    break;
                case "decomposed":
                    var decomposition = item.Split('=', '+');
                    _decompositions.Add(Hex(decomposition[0]), [.. decomposition.Skip(1).Select(Hex)]);
                    break;
                case var combining when combining.StartsWith("combining-", StringComparison.Ordinal):
                    var (low, high) = Range(item);
                    var rank = int.Parse(combining.AsSpan(10), CultureInfo.InvariantCulture);
                    for (var i = low; i <= high; i++) _combiningClasses.Add(i, rank);
                    break;
                default: throw new InvalidDataException($"stringprep.txt holds a line of the unknown kind '{words[0]}'.");
            }
        }
    }

    private static (int Low, int High) Range(string item)
    {
        var ends = item.Split('-');
        return (Hex(ends[0]), Hex(ends[^1]));
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
