using System.Collections.Immutable;

namespace PluginFramework.Shell.Terminal;

/// <summary>Rows of the screen from the one where a line begins, and where the cursor stands among them.</summary>
internal sealed record Frame(ImmutableArray<ImmutableArray<Cell>> Rows, int CursorRow, int CursorColumn, int Columns)
{
    /// <summary>The part of it that fits a number of rows, with the cursor in it.</summary>
    public Frame Fit(int rows)
    {
        if (Rows.Length <= rows) return this;
        var first = Math.Clamp(CursorRow - rows + 1, 0, Rows.Length - rows);
        return new(Rows[first..(first + rows)], CursorRow - first, CursorColumn, Columns);
    }
}
