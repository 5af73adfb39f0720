using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>What each key does to the line: the editor without screen and waiting.</summary>
internal sealed class LineEditor(IEditorAid aid, History history, KillRing kills)
{
    private const int IndentWidth = 4;

    private (int Start, int End)? _yanked;
    private bool _wasKill;
    private bool _wasOffering;

    public LineBuffer Buffer { get; } = new();

    public HistorySearch? Search { get; private set; }

    public Popup? Popup { get; private set; }

    /// <summary>Takes a key.</summary>
    public EditorOutcome Press(Key key)
    {
        if (Search is not null && PressInSearch(Search, key) is { } searched) return searched;
        if (Popup is not null && PressInPopup(Popup, key) is { } chosen) return chosen;
        var (wasKill, yanked) = (_wasKill, _yanked);
        (_wasKill, _yanked) = (false, null);
        return key switch
        {
            { Code: KeyCode.Character, Modifiers: KeyModifiers.None } => Type(key.Text),
            { Code: KeyCode.Character, Modifiers: KeyModifiers.Control } => PressControl(key.Text[0], wasKill),
            { Code: KeyCode.Character, Modifiers: KeyModifiers.Alt } => PressAlt(key.Text, wasKill, yanked),
            { Code: KeyCode.Paste } => Paste(key.Text),
            { Code: KeyCode.Enter, Modifiers: KeyModifiers.None } => aid.IsComplete(Buffer.Text) ? EditorOutcome.Accept : NewLine(),
            { Code: KeyCode.Enter } => NewLine(),
            { Code: KeyCode.Tab, Modifiers: KeyModifiers.None } => Tab(),
            { Code: KeyCode.Backspace, Modifiers: KeyModifiers.Alt or KeyModifiers.Control } => Kill(Buffer.PreviousWord, Buffer.Cursor, wasKill),
            { Code: KeyCode.Backspace } => Delete(Buffer.Previous, Buffer.Cursor),
            { Code: KeyCode.Delete, Modifiers: KeyModifiers.None } => Delete(Buffer.Cursor, Buffer.Next),
            { Code: KeyCode.Delete } => Kill(Buffer.Cursor, Buffer.NextWord, wasKill),
            { Code: KeyCode.Left, Modifiers: KeyModifiers.None } => Move(Buffer.Previous),
            { Code: KeyCode.Right, Modifiers: KeyModifiers.None } => Move(Buffer.Next),
            { Code: KeyCode.Left } => Move(Buffer.PreviousWord),
            { Code: KeyCode.Right } => Move(Buffer.NextWord),
            { Code: KeyCode.Home, Modifiers: KeyModifiers.None } => Move(Buffer.LineStart),
            { Code: KeyCode.End, Modifiers: KeyModifiers.None } => Move(Buffer.LineEnd),
            { Code: KeyCode.Home } => Move(0),
            { Code: KeyCode.End } => Move(Buffer.Text.Length),
            { Code: KeyCode.Up } => Up(),
            { Code: KeyCode.Down } => Down(),
            _ => EditorOutcome.None,
        };
    }

    /// <summary>Shows what could stand here: puts in what is certain, and lists the rest.</summary>
    /// <param name="proposals">What could.</param>
    /// <param name="isAsked">The user wanted to know; otherwise nothing is put in.</param>
    public EditorOutcome Offer(Proposals proposals, bool isAsked)
    {
        Popup = null;
        if (proposals is { Items.IsEmpty: true, Notes.IsEmpty: true }) return isAsked ? EditorOutcome.Bell : EditorOutcome.None;
        if (proposals.Items is [var only] && isAsked) return Take(proposals, only);
        var common = proposals.CommonPrefix;
        if (isAsked && common.Length > proposals.End - proposals.Start)
        {
            Buffer.Replace(proposals.Start, proposals.End, common);
            proposals = proposals with { End = proposals.Start + common.Length };
        }

        Popup = new Popup(proposals);
        return EditorOutcome.None;
    }

    /// <returns>What it comes to; <see langword="null"/>: the key is for the line.</returns>
    private EditorOutcome? PressInSearch(HistorySearch search, Key key)
    {
        switch (key)
        {
            case { Code: KeyCode.Character, Modifiers: KeyModifiers.None } or { Code: KeyCode.Paste }:
                search.Add(SafeText.Line(key.Text));
                return search.HasFailed ? EditorOutcome.Bell : EditorOutcome.None;
            case { Code: KeyCode.Backspace }:
                search.RemoveLast();
                return EditorOutcome.None;
            case var _ when key.IsControl('r'):
                search.Older();
                return search.HasFailed ? EditorOutcome.Bell : EditorOutcome.None;
            case { Code: KeyCode.Escape } or { Code: KeyCode.Unknown }:
            case var _ when key.IsControl('g') || key.IsControl('c'):
                Search = null;
                return EditorOutcome.None;
            default:
                // Whatever else ends the search and does to what was found what it does.
                if (search.Found is { } found) Buffer.Reset(found);
                Search = null;
                return null;
        }
    }

    /// <returns>What it comes to; <see langword="null"/>: the key is for the line.</returns>
    private EditorOutcome? PressInPopup(Popup popup, Key key)
    {
        if (key.Code == KeyCode.Escape || key.IsControl('g')) Popup = null;
        else if (popup.IsNote) return PressUnderNote(key);
        else if (key is { Code: KeyCode.Down } or { Code: KeyCode.Tab, Modifiers: KeyModifiers.None } || key.IsControl('n')) popup.Move(1);
        else if (key is { Code: KeyCode.Up } or { Code: KeyCode.Tab, Modifiers: KeyModifiers.Shift } || key.IsControl('p')) popup.Move(-1);
        else if (key.Code is KeyCode.PageUp or KeyCode.PageDown) popup.MovePage(key.Code == KeyCode.PageDown ? 1 : -1);
        else if (key is { Code: KeyCode.Enter, Modifiers: KeyModifiers.None } or { Code: KeyCode.Right } && popup.Chosen is { } chosen) return Take(popup.Proposals, chosen);
        else
        {
            Popup = null;
            // Who types on narrows what is offered.
            _wasOffering = key is { Code: KeyCode.Character, Modifiers: KeyModifiers.None } && (char.IsLetterOrDigit(key.Text, 0) || key.Text == "_");
            return null;
        }

        return EditorOutcome.None;
    }

    /// <summary>What a method takes stays in sight while it is written.</summary>
    private EditorOutcome? PressUnderNote(Key key)
    {
        if (key is not ({ Code: KeyCode.Character, Modifiers: KeyModifiers.None, Text: not (")" or ";") } or { Code: KeyCode.Backspace or KeyCode.Left or KeyCode.Right })) Popup = null;
        return null;
    }

    private EditorOutcome Take(Proposals proposals, Proposal proposal)
    {
        Popup = null;
        var follows = proposals.End < Buffer.Text.Length && proposal.Suffix.Length > 0 && Buffer.Text[proposals.End] == proposal.Suffix[0];
        return Edit(Buffer.Replace(proposals.Start, proposals.End, proposal.Text + (follows ? "" : proposal.Suffix)));
    }

    private EditorOutcome PressControl(char letter, bool wasKill) => letter switch
    {
        'a' => Move(Buffer.LineStart),
        'b' => Move(Buffer.Previous),
        'c' => EditorOutcome.Cancel,
        'd' => Buffer.Text.Length == 0 ? EditorOutcome.End : Delete(Buffer.Cursor, Buffer.Next),
        'e' => Move(Buffer.LineEnd),
        'f' => Move(Buffer.Next),
        // At the end of a line the line end itself.
        'k' => Kill(Buffer.Cursor, Buffer.Cursor == Buffer.LineEnd ? Buffer.Next : Buffer.LineEnd, wasKill),
        'l' => EditorOutcome.ClearScreen,
        'n' => Down(),
        'o' => NewLine(),
        'p' => Up(),
        'r' => BeginSearch(),
        't' => Edit(Buffer.TransposeCharacters()),
        'u' => Kill(Buffer.LineStart, Buffer.Cursor, wasKill),
        'w' => Kill(Buffer.PreviousSpace, Buffer.Cursor, wasKill),
        'y' => Yank(kills.Current, Buffer.Cursor),
        '_' => Edit(Buffer.Undo()),
        '@' => EditorOutcome.Propose,
        _ => EditorOutcome.None,
    };

    private EditorOutcome PressAlt(string text, bool wasKill, (int Start, int End)? yanked) => text switch
    {
        "b" => Move(Buffer.PreviousWord),
        "c" => Edit(Buffer.ChangeWord(LineBuffer.Capitalise)),
        "d" => Kill(Buffer.Cursor, Buffer.NextWord, wasKill),
        "f" => Move(Buffer.NextWord),
        "l" => Edit(Buffer.ChangeWord(word => word.ToLowerInvariant())),
        "t" => Edit(Buffer.TransposeWords()),
        "u" => Edit(Buffer.ChangeWord(word => word.ToUpperInvariant())),
        "<" => Move(0),
        ">" => Move(Buffer.Text.Length),
        "y" when yanked is { } last && kills.Rotate() is { } other => YankInstead(last.Start, last.End, other),
        _ => EditorOutcome.None,
    };

    private EditorOutcome Type(string text)
    {
        // A closing brace stands where the line with the opening one begins.
        if (text == "}" && Buffer.Cursor - Buffer.LineStart is > 0 and var column && Buffer.IsBeforeText)
            Buffer.Remove(Buffer.Cursor - Math.Min(IndentWidth, column), Buffer.Cursor);
        var (outcome, isOffering) = (Edit(Buffer.Insert(text)), _wasOffering);
        _wasOffering = false;
        return outcome == EditorOutcome.None && (isOffering || aid.SuggestsAfter(Buffer.Text, Buffer.Cursor)) ? EditorOutcome.Suggest : outcome;
    }

    // The line end that a copied line brings along is no line more.
    private EditorOutcome Paste(string text) => Edit(Buffer.Insert(Buffer.Cursor == Buffer.Text.Length ? text.TrimEnd('\n') : text));

    private EditorOutcome NewLine() => Edit(Buffer.Insert("\n" + new string(' ', aid.Indent(Buffer.Text[..Buffer.Cursor]))));

    // At the beginning of a further line there is nothing to propose, and something to indent.
    private EditorOutcome Tab() => !Buffer.IsOnFirstLine && Buffer.IsBeforeText ? Edit(Buffer.Insert(new string(' ', IndentWidth))) : EditorOutcome.Propose;

    private EditorOutcome Up() => Buffer.IsOnFirstLine ? Recall(history.Back(Buffer.Text, Buffer.Cursor)) : Line(-1);

    private EditorOutcome Down() => Buffer.IsOnLastLine ? Recall(history.Forward(Buffer.Text)) : Line(1);

    private EditorOutcome Line(int direction)
    {
        Buffer.MoveLine(direction);
        return EditorOutcome.None;
    }

    private EditorOutcome Recall(string? entry)
    {
        if (entry is null) return EditorOutcome.Bell;
        Buffer.Reset(entry);
        return EditorOutcome.None;
    }

    private EditorOutcome BeginSearch()
    {
        Search = new HistorySearch(history);
        return EditorOutcome.None;
    }

    private EditorOutcome Move(int position)
    {
        Buffer.MoveTo(position);
        return EditorOutcome.None;
    }

    private EditorOutcome Delete(int start, int end) => Edit(Buffer.Remove(start, end).Length > 0);

    private EditorOutcome Kill(int start, int end, bool joins)
    {
        kills.Add(Buffer.Text[start..end], isBackward: end == Buffer.Cursor, joins);
        _wasKill = true;
        Buffer.Remove(start, end);
        return Edit(true);
    }

    private EditorOutcome Yank(string? text, int at)
    {
        if (text is null || !Buffer.Insert(text)) return Edit(false);
        _yanked = (at, at + text.Length);
        return Edit(true);
    }

    private EditorOutcome YankInstead(int start, int end, string text)
    {
        Buffer.Remove(start, end);
        return Yank(text, start);
    }

    private EditorOutcome Edit(bool isDone)
    {
        history.Leave();
        return isDone ? EditorOutcome.None : EditorOutcome.Bell;
    }
}
