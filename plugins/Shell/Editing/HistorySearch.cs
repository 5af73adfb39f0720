namespace PluginFramework.Shell.Editing;

/// <summary>The search through the history that Ctrl-R begins.</summary>
internal sealed class HistorySearch(History history)
{
    private int _at = history.Entries.Count;

    public string Text { get; private set; } = "";

    public string? Found => _at >= 0 && _at < history.Entries.Count ? history.Entries[_at] : null;

    public bool HasFailed { get; private set; }

    public void Add(string text)
    {
        Text += text;
        Move(_at + 1);
    }

    public void RemoveLast()
    {
        if (Text.Length == 0) return;
        Text = Text[..^(char.IsLowSurrogate(Text[^1]) && Text.Length > 1 ? 2 : 1)];
        _at = history.Entries.Count;
        if (Text.Length > 0) Move(_at);
        else HasFailed = false;
    }

    public void Older() => Move(_at);

    private void Move(int before)
    {
        var found = history.Find(Text, before);
        HasFailed = found < 0;
        if (found >= 0) _at = found;
    }
}
