namespace PluginFramework.Shell.Editing;

/// <summary>What was entered before, and a walk through what begins like the line that was begun.</summary>
internal sealed class History
{
    /// <summary>As many as are kept.</summary>
    public const int MaxEntries = 500;

    private readonly List<string> _entries;
    private int _at;
    private string? _begun;
    private string _prefix = "";

    public History(IEnumerable<string> entries)
    {
        _entries = [.. entries];
        _at = _entries.Count;
    }

    public IReadOnlyList<string> Entries => _entries;

    public void Add(string entry)
    {
        Leave();
        if (entry.Trim().Length == 0 || (_entries.Count > 0 && _entries[^1] == entry)) return;
        if (_entries.Count == MaxEntries) _entries.RemoveAt(0);
        _entries.Add(entry);
        _at = _entries.Count;
    }

    /// <summary>The walk is over: something was typed.</summary>
    public void Leave() => (_at, _begun) = (_entries.Count, null);

    /// <summary>The entry before that begins like the line up to the cursor; <see langword="null"/>: there is none.</summary>
    public string? Back(string line, int cursor)
    {
        if (_begun is null) (_begun, _prefix) = (line, line[..cursor]);
        for (var at = _at - 1; at >= 0; at--)
        {
            if (!_entries[at].StartsWith(_prefix, StringComparison.Ordinal) || _entries[at] == line) continue;
            _at = at;
            return _entries[at];
        }

        return null;
    }

    /// <summary>The entry after, and at last the line that was begun.</summary>
    public string? Forward(string line)
    {
        if (_begun is null) return null;
        for (var at = _at + 1; at < _entries.Count; at++)
        {
            if (!_entries[at].StartsWith(_prefix, StringComparison.Ordinal) || _entries[at] == line) continue;
            _at = at;
            return _entries[at];
        }

        var begun = _begun;
        Leave();
        return begun;
    }

    /// <summary>The latest entry before a place that contains a text; -1: none.</summary>
    public int Find(string text, int before)
    {
        for (var at = Math.Min(before, _entries.Count) - 1; at >= 0; at--)
        {
            if (_entries[at].Contains(text, StringComparison.OrdinalIgnoreCase)) return at;
        }

        return -1;
    }
}
