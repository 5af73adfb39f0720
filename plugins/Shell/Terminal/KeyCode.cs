namespace PluginFramework.Shell.Terminal;

/// <summary>What was pressed.</summary>
internal enum KeyCode
{
    /// <summary>A character; with <see cref="KeyModifiers.Control"/> the letter pressed along.</summary>
    Character,

    /// <summary>A text was pasted.</summary>
    Paste,
    Enter,
    Tab,
    Escape,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,

    /// <summary>Something that means nothing here.</summary>
    Unknown,
}
