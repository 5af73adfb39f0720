using System.Collections.Immutable;
using System.Globalization;

namespace PluginFramework.Shell.Terminal;

/// <summary>Lays text out in rows of a width, breaking it where a row is full.</summary>
internal sealed class FrameBuilder(int columns)
{
    private readonly ImmutableArray<ImmutableArray<Cell>>.Builder _rows = ImmutableArray.CreateBuilder<ImmutableArray<Cell>>();
    private readonly ImmutableArray<Cell>.Builder _row = ImmutableArray.CreateBuilder<Cell>();
    private int _column;
    private (int Row, int Column)? _cursor;

    public int Rows => _rows.Count + 1;

    /// <summary>Adds text; a line feed begins another row.</summary>
    public FrameBuilder Add(ReadOnlySpan<char> text, Style style = Style.Plain)
    {
        while (text.Length > 0)
        {
            var length = StringInfo.GetNextTextElementLength(text);
            var element = text[..length];
            text = text[length..];
            if (element is "\n" or "\r\n") NewRow();
            else Put(element, style);
        }

        return this;
    }

    /// <summary>What does not fit a number of cells, or the rest of the row, is left out.</summary>
    public FrameBuilder AddCut(string text, int cells, Style style = Style.Plain) => Add(TextWrap.Cut(text, Math.Min(cells, columns - _column)), style);

    /// <summary>Fills the row up with spaces to a column.</summary>
    public FrameBuilder PadTo(int column, Style style = Style.Plain)
    {
        while (_column < Math.Min(column, columns)) Put(" ", style);
        return this;
    }

    public FrameBuilder NewRow()
    {
        _rows.Add(_row.DrainToImmutable());
        _column = 0;
        return this;
    }

    /// <summary>The cursor stands here.</summary>
    public FrameBuilder Cursor()
    {
        if (_column >= columns) NewRow();
        _cursor = (_rows.Count, _column);
        return this;
    }

    public Frame Build()
    {
        if (_cursor is null) Cursor();
        NewRow();
        var (row, column) = _cursor!.Value;
        return new(_rows.DrainToImmutable(), row, column, columns);
    }

    private void Put(ReadOnlySpan<char> element, Style style)
    {
        var width = CellWidth.OfElement(element);
        if (width == 0)
        {
            // Something without a form of its own joins what it follows.
            if (_row.Count > 0) _row[^1] = _row[^1] with { Text = string.Concat(_row[^1].Text, element) };
            return;
        }

        if (width > columns)
        {
            element = "?";
            width = 1;
        }

        if (_column + width > columns) NewRow();
        _row.Add(new(element.ToString(), width, style));
        _column += width;
    }
}
