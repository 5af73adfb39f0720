using System.Globalization;

namespace PluginFramework.Shell.Tests.Support;

/// <summary>As much of a terminal as the shell uses: what is sent to it, one sees on it. Anything else is an error.</summary>
internal sealed class VtScreen(int columns = 40, int rows = 10)
{
    private readonly List<string?[]> _lines = [.. Enumerable.Range(0, rows).Select(_ => new string?[columns])];
    private int _row;
    private int _column;
    private bool _wraps;

    /// <summary>Characters and sequences written so far, to see that little is.</summary>
    public int Written { get; private set; }

    public int Bells { get; private set; }

    /// <summary>The rows down to the last one with something in it.</summary>
    public string Text => string.Join('\n', Lines).TrimEnd('\n');

    public string[] Lines => [.. _lines.Select(line => string.Concat(line.Select(cell => cell ?? " ")).TrimEnd())];

    public (int Row, int Column) Cursor => (_row, _column);

    public void Write(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            Written++;
            switch (text[at])
            {
                case '\e':
                    at = Sequence(text, at + 1);
                    continue;
                case '\r':
                    (_column, _wraps) = (0, false);
                    break;
                case '\n':
                    LineFeed();
                    break;
                case '\b':
                    _column = Math.Max(0, _column - 1);
                    break;
                case '\a':
                    Bells++;
                    break;
                default:
                    if (char.IsControl(text[at])) throw new InvalidOperationException($"The control character {(int)text[at]:X2} was written.");
                    var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
                    Put(text.Substring(at, length));
                    at += length;
                    continue;
            }

            at++;
        }
    }

    private void Put(string element)
    {
        var width = Terminal.CellWidth.OfElement(element);
        if (_wraps || _column + width > columns)
        {
            _column = 0;
            LineFeed();
        }

        _lines[_row][_column] = element;
        if (width == 2) _lines[_row][_column + 1] = "";
        _column += width;
        _wraps = _column == columns;
        if (_wraps) _column--;
    }

    private void LineFeed()
    {
        _wraps = false;
        if (_row < rows - 1)
        {
            _row++;
            return;
        }

        _lines.RemoveAt(0);
        _lines.Add(new string?[columns]);
    }

    private int Sequence(string text, int at)
    {
        if (text[at] != '[') throw new InvalidOperationException($"The sequence ESC {text[at]} was written.");
        var end = at + 1;
        while (text[end] is (>= '0' and <= '9') or ';' or '?') end++;
        var parameters = text[(at + 1)..end];
        var count = int.TryParse(parameters, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;
        switch (text[end])
        {
            case 'A':
                (_row, _wraps) = (Math.Max(0, _row - count), false);
                break;
            case 'B':
                (_row, _wraps) = (Math.Min(rows - 1, _row + count), false);
                break;
            case 'C':
                (_column, _wraps) = (Math.Min(columns - 1, _column + count), false);
                break;
            case 'H':
                (_row, _column, _wraps) = (0, 0, false);
                break;
            case 'J':
                for (var row = parameters == "2" ? 0 : _row + 1; row < rows; row++) _lines[row] = new string?[columns];
                if (parameters != "2") Array.Clear(_lines[_row], _column, columns - _column);
                break;
            case 'K':
                Array.Clear(_lines[_row], _column, columns - _column);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                throw new InvalidOperationException($"The sequence CSI {parameters}{text[end]} was written.");
        }

        return end + 1;
    }
}
