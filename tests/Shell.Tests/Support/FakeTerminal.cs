namespace PluginFramework.Shell.Tests.Support;

internal sealed class FakeTerminal(string type = "xterm-256color", int columns = 60, int rows = 20) : ITerminal
{
    public event Action? Resized;

    public string Type => type;

    public TerminalSize Size { get; private set; } = new(columns, rows);

    public void Resize(int width, int height)
    {
        Size = new(width, height);
        Resized?.Invoke();
    }
}
