namespace PluginFramework.Shell.Editing;

/// <summary>What was cut out lately, to be put in again. Cuts in a row are one.</summary>
internal sealed class KillRing
{
    private const int MaxTexts = 20;

    private readonly List<string> _texts = [];
    private int _at;

    public string? Current => _texts.Count == 0 ? null : _texts[_at];

    /// <param name="text">What was cut.</param>
    /// <param name="isBackward">It stood before the cursor.</param>
    /// <param name="joins">It follows on another cut.</param>
    public void Add(string text, bool isBackward, bool joins)
    {
        if (text.Length == 0) return;
        if (joins && _texts.Count > 0 && _texts[^1].Length + text.Length <= LineBuffer.MaxLength) _texts[^1] = isBackward ? text + _texts[^1] : _texts[^1] + text;
        else
        {
            if (_texts.Count == MaxTexts) _texts.RemoveAt(0);
            _texts.Add(text);
        }

        _at = _texts.Count - 1;
    }

    /// <summary>The one before.</summary>
    public string? Rotate()
    {
        if (_texts.Count == 0) return null;
        _at = (_at + _texts.Count - 1) % _texts.Count;
        return _texts[_at];
    }
}
