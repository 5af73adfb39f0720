using System.Globalization;
using System.Text;

namespace PluginFramework.Shell.Editing;

/// <summary>A text being edited, with its cursor and what can be undone. Positions are UTF-16 units at the borders of what people see as characters.</summary>
internal sealed class LineBuffer
{
    /// <summary>As much as an entry may have.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxUndo = 100;

    private readonly LinkedList<(string Text, int Cursor)> _undo = new();
    private bool _isTyping;

    public string Text { get; private set; } = "";

    public int Cursor { get; private set; }

    /// <summary>Counts changes of the text.</summary>
    public int Version { get; private set; }

    public int LineStart => Text.LastIndexOf('\n', Math.Max(0, Cursor - 1), Cursor) + 1;

    public int LineEnd => Text.IndexOf('\n', Cursor) is >= 0 and var end ? end : Text.Length;

    public bool IsOnFirstLine => LineStart == 0;

    public bool IsOnLastLine => LineEnd == Text.Length;

    /// <summary>Nothing but spaces stands before the cursor in its line.</summary>
    public bool IsBeforeText => Text.AsSpan(LineStart, Cursor - LineStart).Trim().IsEmpty;

    public int Previous => Cursor == 0 ? 0 : ElementBefore(Cursor);

    public int Next => Cursor == Text.Length ? Cursor : Cursor + StringInfo.GetNextTextElementLength(Text.AsSpan(Cursor));

    public int PreviousWord
    {
        get
        {
            var at = Cursor;
            while (at > 0 && !IsWord(at - 1)) at--;
            while (at > 0 && IsWord(at - 1)) at--;
            return at;
        }
    }

    public int NextWord
    {
        get
        {
            var at = Cursor;
            while (at < Text.Length && !IsWord(at)) at++;
            while (at < Text.Length && IsWord(at)) at++;
            return at;
        }
    }

    /// <summary>Where the run of characters other than spaces before the cursor begins.</summary>
    public int PreviousSpace
    {
        get
        {
            var at = Cursor;
            while (at > 0 && char.IsWhiteSpace(Text[at - 1])) at--;
            while (at > 0 && !char.IsWhiteSpace(Text[at - 1])) at--;
            return at;
        }
    }

    /// <summary>Puts text in at the cursor. What is too much is left out: false.</summary>
    public bool Insert(string text)
    {
        if (Text.Length + text.Length > MaxLength) return false;
        // Typing is undone word by word, all else step by step.
        var isTyping = text.Length <= 2 && text != "\n" && text != " ";
        if (!_isTyping || !isTyping) Remember();
        Set(Text.Insert(Cursor, text), Cursor + text.Length);
        _isTyping = isTyping;
        return true;
    }

    /// <summary>Puts text in place of a part; the cursor stands after it.</summary>
    public bool Replace(int start, int end, string text)
    {
        if (Text.Length - (end - start) + text.Length > MaxLength) return false;
        Remember();
        Set(string.Concat(Text.AsSpan(0, start), text, Text.AsSpan(end)), start + text.Length);
        return true;
    }

    /// <summary>Takes a part out, and returns it.</summary>
    public string Remove(int start, int end)
    {
        if (start >= end) return "";
        Remember();
        var removed = Text[start..end];
        Set(Text.Remove(start, end - start), start);
        return removed;
    }

    public void MoveTo(int position)
    {
        Cursor = Math.Clamp(position, 0, Text.Length);
        _isTyping = false;
    }

    /// <summary>Moves a line up or down, to the same column where there is one.</summary>
    public void MoveLine(int direction)
    {
        var column = Cursor - LineStart;
        if (direction < 0 && !IsOnFirstLine)
        {
            Cursor = LineStart - 1;
            MoveTo(Math.Min(LineStart + column, LineEnd));
        }
        else if (direction > 0 && !IsOnLastLine)
        {
            Cursor = LineEnd + 1;
            MoveTo(Math.Min(LineStart + column, LineEnd));
        }
    }

    /// <summary>Another text, with the cursor at its end.</summary>
    public void Reset(string text)
    {
        Remember();
        Set(text, text.Length);
    }

    /// <summary>Takes the last change back. False: there is none.</summary>
    public bool Undo()
    {
        if (_undo.Last is not { } last) return false;
        _undo.RemoveLast();
        Set(last.Value.Text, last.Value.Cursor);
        return true;
    }

    /// <summary>Exchanges the character before the cursor with the one at it; at the end the last two. False: there are none.</summary>
    public bool TransposeCharacters()
    {
        var middle = Cursor == LineEnd ? Previous : Cursor;
        if (middle <= LineStart || middle == Text.Length) return false;
        var first = ElementBefore(middle);
        var end = middle + StringInfo.GetNextTextElementLength(Text.AsSpan(middle));
        return Replace(first, end, string.Concat(Text.AsSpan(middle, end - middle), Text.AsSpan(first, middle - first)));
    }

    /// <summary>Exchanges the word before the cursor with the one after it; at the end the last two. False: there are none.</summary>
    public bool TransposeWords()
    {
        var at = Cursor;
        MoveTo(NextWord);
        var (secondEnd, secondStart) = (Cursor, PreviousWord);
        MoveTo(secondStart);
        var firstStart = PreviousWord;
        MoveTo(firstStart);
        var firstEnd = NextWord;
        if (firstEnd > secondStart || firstStart == secondStart || secondStart == secondEnd)
        {
            MoveTo(at);
            return false;
        }

        return Replace(firstStart, secondEnd, string.Concat(Text.AsSpan(secondStart, secondEnd - secondStart), Text.AsSpan(firstEnd, secondStart - firstEnd), Text.AsSpan(firstStart, firstEnd - firstStart)));
    }

    /// <summary>Changes the word from the cursor on. False: there is none.</summary>
    public bool ChangeWord(Func<string, string> change)
    {
        var end = NextWord;
        return end > Cursor && Replace(Cursor, end, change(Text[Cursor..end]));
    }

    public static string Capitalise(string word)
    {
        var first = word.AsSpan().IndexOfAnyExcept(' ', '\t', '\n');
        return first < 0 ? word : new StringBuilder(word.ToLowerInvariant()) { [first] = char.ToUpperInvariant(word[first]) }.ToString();
    }

    private bool IsWord(int at) => char.IsLetterOrDigit(Text[at]) || Text[at] == '_' || char.IsSurrogate(Text[at]) || char.GetUnicodeCategory(Text[at]) == UnicodeCategory.NonSpacingMark;

    private int ElementBefore(int position)
    {
        // Line ends are borders; from one on, elements are counted forwards.
        var start = position - 1 >= 0 && Text[position - 1] == '\n' ? position - 1 : Text.LastIndexOf('\n', position - 1, position) + 1;
        for (var at = start; ;)
        {
            var next = at + StringInfo.GetNextTextElementLength(Text.AsSpan(at, position - at));
            if (next >= position) return at;
            at = next;
        }
    }

    private void Remember()
    {
        if (_undo.Count == MaxUndo) _undo.RemoveFirst();
        _undo.AddLast((Text, Cursor));
        _isTyping = false;
    }

    private void Set(string text, int cursor)
    {
        (Text, Cursor, _isTyping) = (text, cursor, false);
        Version++;
    }
}
