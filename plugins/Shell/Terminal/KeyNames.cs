using System.Globalization;
using System.Text;

namespace PluginFramework.Shell.Terminal;

/// <summary>What sequences of xterm, rxvt, the Linux console and their like stand for.</summary>
internal static class KeyNames
{
    /// <summary>The key of <c>ESC [ parameters final</c>.</summary>
    public static Key OfSequence(string parameters, byte final)
    {
        var numbers = parameters.Split(';').Select(number => int.TryParse(number.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0).ToArray();
        var modifiers = numbers.Length > 1 && numbers[1] > 0 ? (KeyModifiers)((numbers[1] - 1) & 7) : KeyModifiers.None;
        return (char)final switch
        {
            'Z' => new(KeyCode.Tab, KeyModifiers.Shift),
            // xterm's modifyOtherKeys, and what others call CSI u.
            '~' when numbers is [27, _, var code] => OfCode(code, modifiers),
            'u' => OfCode(numbers[0], modifiers),
            '~' => new(OfNumber(numbers[0]), modifiers),
            >= 'a' and <= 'd' => OfLetter((byte)(final - 0x20), KeyModifiers.Shift),
            _ => OfLetter(final, modifiers),
        };
    }

    /// <summary>The key of <c>ESC O letter</c>, and of sequences that end in a letter.</summary>
    public static Key OfLetter(byte letter, KeyModifiers modifiers) => new(
        (char)letter switch
        {
            'A' => KeyCode.Up,
            'B' => KeyCode.Down,
            'C' => KeyCode.Right,
            'D' => KeyCode.Left,
            'H' => KeyCode.Home,
            'F' => KeyCode.End,
            'M' => KeyCode.Enter,
            // rxvt: Control with an arrow
            'a' or 'b' or 'c' or 'd' => OfLetter((byte)(letter - 0x20), modifiers).Code,
            _ => KeyCode.Unknown,
        },
        letter is >= (byte)'a' and <= (byte)'d' ? modifiers | KeyModifiers.Control : modifiers);

    private static KeyCode OfNumber(int number) => number switch
    {
        1 or 7 => KeyCode.Home,
        2 => KeyCode.Insert,
        3 => KeyCode.Delete,
        4 or 8 => KeyCode.End,
        5 => KeyCode.PageUp,
        6 => KeyCode.PageDown,
        _ => KeyCode.Unknown,
    };

    private static Key OfCode(int code, KeyModifiers modifiers) => code switch
    {
        9 => new(KeyCode.Tab, modifiers),
        13 => new(KeyCode.Enter, modifiers),
        27 => new(KeyCode.Escape, modifiers),
        8 or 127 => new(KeyCode.Backspace, modifiers),
        >= 32 when Rune.IsValid(code) && !Rune.IsControl(new Rune(code)) => modifiers.HasFlag(KeyModifiers.Control)
            ? new(KeyCode.Character, modifiers & ~KeyModifiers.Shift, Rune.ToLowerInvariant(new Rune(code)).ToString())
            : new(KeyCode.Character, modifiers & ~KeyModifiers.Shift, new Rune(code).ToString()),
        _ => new(KeyCode.Unknown),
    };
}
