namespace PluginFramework.Shell.Terminal;

/// <summary>A key, or a paste.</summary>
/// <param name="Code">What was pressed.</param>
/// <param name="Modifiers">What was held down along.</param>
/// <param name="Text">The character, or what was pasted.</param>
internal readonly record struct Key(KeyCode Code, KeyModifiers Modifiers = KeyModifiers.None, string Text = "")
{
    public bool IsControl(char letter) => Code == KeyCode.Character && Modifiers == KeyModifiers.Control && Text.Length == 1 && Text[0] == letter;
}
