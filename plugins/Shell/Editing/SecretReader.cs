using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>Reads what must not be seen: nothing of it is echoed, not even how long it is.</summary>
internal static class SecretReader
{
    private const int MaxLength = 4096;

    public static async Task<string?> ReadAsync(ShellIo io, string prompt, CancellationToken cancellationToken)
    {
        await io.WriteAsync(prompt, cancellationToken);
        var text = "";
        while (true)
        {
            var key = await io.Keys.ReadAsync(cancellationToken);
            switch (key)
            {
                case null:
                case { } stop when stop.IsControl('c') || (stop.IsControl('d') && text.Length == 0):
                    await io.WriteAsync("\n", cancellationToken);
                    return null;
                case { Code: KeyCode.Enter }:
                    await io.WriteAsync("\n", cancellationToken);
                    return text;
                case { Code: KeyCode.Backspace } when text.Length > 0:
                    text = text[..^(char.IsLowSurrogate(text[^1]) && text.Length > 1 ? 2 : 1)];
                    break;
                case { } kill when kill.IsControl('u'):
                    text = "";
                    break;
                case { Code: KeyCode.Character, Modifiers: KeyModifiers.None } or { Code: KeyCode.Paste } when text.Length + key.Value.Text.Length <= MaxLength:
                    text += key.Value.Text.TrimEnd('\n');
                    break;
            }
        }
    }
}
