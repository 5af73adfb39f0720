namespace PluginFramework.Shell.Terminal;

/// <summary>The sequences that change how text looks (ECMA-48 §8.3.117).</summary>
/// <param name="hasStyles">The terminal can do more than write.</param>
/// <param name="hasColours">It has colours, and the user wants them.</param>
internal sealed class Palette(bool hasStyles, bool hasColours)
{
    /// <summary>From one to another.</summary>
    public string Change(Style from, Style to)
    {
        var (old, next) = (Code(from), Code(to));
        if (old == next) return "";
        return next.Length == 0 ? "\e[m" : old.Length == 0 ? $"\e[{next}m" : $"\e[0;{next}m";
    }

    /// <summary>A text in a style.</summary>
    public string Paint(string text, Style style) => Code(style) is { Length: > 0 } code ? $"\e[{code}m{text}\e[m" : text;

    private string Code(Style style) => style switch
    {
        Style.Plain => "",
        _ when !hasStyles => "",
        Style.Bold => "1",
        Style.Inverse => "7",
        _ when !hasColours => "",
        Style.Dim => "90",
        Style.Red => "31",
        Style.Green => "32",
        Style.Yellow => "33",
        Style.Blue => "94",
        Style.Magenta => "35",
        Style.Cyan => "36",
        _ => "",
    };
}
