using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PluginFramework.Shell.Terminal;

/// <summary>Brings the screen from one frame to the next by writing what differs. It writes into a text; who calls it sends that.</summary>
internal sealed class FrameWriter(Palette palette)
{
    private readonly StringBuilder _out = new();
    private ImmutableArray<ImmutableArray<Cell>> _shown = [];
    private int _columns;
    private int _row;

    // -1: not known, as after a character in the last column
    private int _column;

    /// <summary>Shows a frame in place of the one that is shown.</summary>
    public void Show(Frame frame)
    {
        _columns = frame.Columns;
        for (var row = 0; row < frame.Rows.Length; row++)
        {
            if (row < _shown.Length) Change(row, _shown[row], frame.Rows[row]);
            else Append(row, frame.Rows[row]);
        }

        if (_shown.Length > frame.Rows.Length)
        {
            MoveTo(frame.Rows.Length, 0);
            _out.Append("\e[J");
        }

        _shown = frame.Rows;
        MoveTo(frame.CursorRow, frame.CursorColumn);
    }

    /// <summary>Takes the frame away; the cursor stands where it began.</summary>
    public void Erase()
    {
        if (_shown.IsEmpty) return;
        MoveTo(0, 0);
        _out.Append("\r\e[J");
        (_shown, _row, _column) = ([], 0, 0);
    }

    /// <summary>Leaves the frame where it is; the cursor stands at the beginning of the line after it.</summary>
    public void Leave()
    {
        if (_shown.IsEmpty) return;
        MoveTo(_shown.Length - 1, 0);
        _out.Append("\r\n");
        (_shown, _row, _column) = ([], 0, 0);
    }

    /// <summary>Clears the whole screen.</summary>
    public void ClearScreen()
    {
        _out.Append("\e[H\e[2J");
        (_shown, _row, _column) = ([], 0, 0);
    }

    /// <summary>The terminal has other columns now, and has broken the rows anew by itself: finds the beginning and takes the frame away.</summary>
    public void Reflow(int columns)
    {
        if (_shown.IsEmpty) return;
        var above = _shown.Take(_row).Sum(row => RowsOf(row.Sum(cell => cell.Width), columns)) + (Math.Max(0, _column) / columns);
        if (above > 0) _out.Append(CultureInfo.InvariantCulture, $"\e[{above}A");
        _out.Append("\r\e[J");
        (_shown, _row, _column) = ([], 0, 0);
    }

    /// <summary>Text between frames, as it is; only while none is shown.</summary>
    public void Text(string text) => _out.Append(text);

    /// <summary>What is to be sent.</summary>
    public string Take()
    {
        var text = _out.ToString();
        _out.Clear();
        return text;
    }

    private static int RowsOf(int width, int columns) => Math.Max(1, (width + columns - 1) / columns);

    private void Append(int row, ImmutableArray<Cell> cells)
    {
        if (row > 0)
        {
            MoveTo(row - 1, 0);
            _out.Append("\r\n");
            (_row, _column) = (row, 0);
        }

        Write(cells, 0, cells.Length);
    }

    private void Change(int row, ImmutableArray<Cell> from, ImmutableArray<Cell> to)
    {
        var first = 0;
        while (first < from.Length && first < to.Length && from[first] == to[first]) first++;
        if (first == from.Length && first == to.Length) return;
        var last = to.Length;
        var (oldWidth, newWidth) = (Width(from), Width(to));
        if (oldWidth == newWidth)
        {
            var old = from.Length;
            while (last > first && old > first && from[old - 1] == to[last - 1]) (last, old) = (last - 1, old - 1);
        }

        MoveTo(row, Width(to.AsSpan(0, first)));
        Write(to, first, last);
        if (oldWidth > newWidth) _out.Append("\e[K");
    }

    private static int Width(ImmutableArray<Cell> cells) => Width(cells.AsSpan());

    private static int Width(ReadOnlySpan<Cell> cells)
    {
        var width = 0;
        foreach (var cell in cells) width += cell.Width;
        return width;
    }

    private void Write(ImmutableArray<Cell> cells, int first, int last)
    {
        var (style, column) = (Style.Plain, _column);
        for (var at = first; at < last; at++)
        {
            var cell = cells[at];
            if (cell.Style != style) _out.Append(palette.Change(style, cell.Style));
            style = cell.Style;
            _out.Append(cell.Text);
            column += cell.Width;
        }

        if (style != Style.Plain) _out.Append(palette.Change(style, Style.Plain));
        // In the last column terminals differ about where the cursor is.
        _column = column < _columns ? column : -1;
    }

    private void MoveTo(int row, int column)
    {
        if (row < _row) _out.Append(CultureInfo.InvariantCulture, $"\e[{_row - row}A");
        else if (row > _row) _out.Append(CultureInfo.InvariantCulture, $"\e[{row - _row}B");
        _row = row;
        if (column == _column) return;
        _out.Append('\r');
        if (column > 0) _out.Append(CultureInfo.InvariantCulture, $"\e[{column}C");
        _column = column;
    }
}
