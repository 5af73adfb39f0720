using System.Text;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Lines of text that grow downwards, none wider than the page.</summary>
/// <param name="width">The cells of a line; <see langword="null"/>: any number.</param>
internal sealed class TextPage(int? width)
{
    private readonly StringBuilder _text = new();
    private bool _hasLines;

    public int Width { get; } = width ?? int.MaxValue;

    public void Line(string line)
    {
        if (_hasLines) _text.Append('\n');
        _hasLines = true;
        _text.Append(line.AsSpan().TrimEnd(' '));
    }

    /// <summary>A line, or as many as it takes.</summary>
    /// <param name="line">Clean text.</param>
    /// <param name="indent">What to begin the second and later ones with.</param>
    public void Wrapped(string line, string indent = "")
    {
        var isFirst = true;
        foreach (var part in TerminalText.Wrap(line, Width - indent.Length))
        {
            Line(isFirst ? part : indent + part);
            isFirst = false;
        }
    }

    public override string ToString() => _text.ToString();
}
