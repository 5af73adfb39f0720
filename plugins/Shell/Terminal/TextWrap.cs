using System.Globalization;

namespace PluginFramework.Shell.Terminal;

/// <summary>Breaks text between words.</summary>
internal static class TextWrap
{
    /// <summary>The beginning of a text that fits a width; up to a space where there is one. Never empty, unless the text is.</summary>
    public static string First(string text, int width)
    {
        var (at, cells, space) = (0, 0, -1);
        while (at < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            cells += CellWidth.OfElement(text.AsSpan(at, length));
            if (text[at] == ' ') space = at;
            if (cells > width) return space > 0 ? text[..space] : text[..Math.Max(at, length)];
            at += length;
        }

        return text;
    }

    /// <summary>A text, or as much of it as fits a width with a sign that it goes on.</summary>
    public static string Cut(string text, int width)
    {
        if (CellWidth.Of(text) <= width) return text;
        var (at, cells) = (0, 0);
        while (at < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            cells += CellWidth.OfElement(text.AsSpan(at, length));
            if (cells > width - 1) break;
            at += length;
        }

        return width < 1 ? "" : text[..at] + "…";
    }

    /// <summary>The lines of a text, each clean and none wider than a width.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        foreach (var line in SafeText.Lines(text).Split('\n'))
        {
            var rest = line;
            do
            {
                var first = First(rest, Math.Max(width, 1));
                yield return first.TrimEnd();
                rest = rest[first.Length..].TrimStart();
            }
            while (rest.Length > 0);
        }
    }
}
