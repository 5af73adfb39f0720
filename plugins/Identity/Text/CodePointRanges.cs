namespace PluginFramework.Identity.Text;

/// <summary>A set of code points, given as ascending ranges.</summary>
internal sealed class CodePointRanges
{
    private readonly List<int> _lows = [];
    private readonly List<int> _highs = [];

    public void Add((int Low, int High) range)
    {
        _lows.Add(range.Low);
        _highs.Add(range.High);
    }

    public bool Contains(int codePoint)
    {
        var index = _lows.BinarySearch(codePoint);
        return index >= 0 || (~index > 0 && codePoint <= _highs[~index - 1]);
    }
}
