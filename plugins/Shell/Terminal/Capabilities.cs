using System.Collections.Immutable;

namespace PluginFramework.Shell.Terminal;

/// <summary>What the terminal at the other end can do, from what the client said of it.</summary>
internal sealed record Capabilities
{
    private static readonly string[] Coloured =
        ["xterm", "screen", "tmux", "rxvt", "linux", "ansi", "konsole", "alacritty", "foot", "kitty", "wezterm", "ghostty", "putty", "cygwin", "eterm", "st-", "mintty", "contour"];

    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>There is one.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The cursor can be moved in it, and it knows the characters of all languages.</summary>
    public bool IsRich { get; init; }

    /// <summary>It has colours, and the user wants them.</summary>
    public bool HasColours { get; init; }

    /// <summary>Text is UTF-8; otherwise Latin-1.</summary>
    public bool IsUtf8 { get; init; }

    public static Capabilities Of(ITerminal? terminal, ImmutableDictionary<string, string> environment)
    {
        var isUtf8 = IsUtf8Locale(environment);
        var type = terminal?.Type ?? "";
        var isRich = type is not ("" or "dumb" or "unknown") && isUtf8;
        return new()
        {
            IsTerminal = terminal is not null,
            IsUtf8 = isUtf8,
            IsRich = isRich,
            // https://no-color.org: set and not empty.
            HasColours = isRich && string.IsNullOrEmpty(environment.GetValueOrDefault("NO_COLOR"))
                && (type.Contains("color", StringComparison.Ordinal) || Coloured.Any(name => type.StartsWith(name, StringComparison.Ordinal))),
        };
    }

    /// <summary>Of the variables for it the first that is set says (POSIX.1-2024 §8.2). Where none is, it is UTF-8, as everywhere today.</summary>
    private static bool IsUtf8Locale(ImmutableDictionary<string, string> environment)
    {
        var locale = LocaleVariables.Select(name => environment.GetValueOrDefault(name)).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (locale is null) return true;
        var name = locale.Split('@')[0];
        return name.EndsWith("UTF-8", StringComparison.OrdinalIgnoreCase) || name.EndsWith("UTF8", StringComparison.OrdinalIgnoreCase);
    }
}
