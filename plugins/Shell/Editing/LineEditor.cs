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

    public Popup? Popup { get; set; }

    /// <summary>Takes a key.</summary>
    public EditorOutcome Press(Key key)
    {
        if (Search is not null && PressInSearch(key) is { } searched) return searched;
        if (Popup is not null && PressInPopup(key) is { } chosen) return chosen;
        var (wasKill, yanked) = (_wasKill, _yanked);
        (_wasKill, _yanked) = (false, null);
        return key switch
        {
            { Code: KeyCode.Character, Modifiers: KeyModifiers.None } => Type(key.Text),
            { Code: KeyCode.Character, Modifiers: KeyModifiers.Control } => PressControl(key.Text[0], wasKill),
            { Code: KeyCode.Character, Modifiers: KeyModifiers.Alt } => PressAlt(key.Text, wasKill, yanked),
            { Code: KeyCode.Paste } => Edit(Buffer.Insert(key.Text)),
            { Code: KeyCode.Enter, Modifiers: KeyModifiers.None } => Enter(),
            { Code: KeyCode.Enter } => NewLine(),
            { Code: KeyCode.Tab, Modifiers: KeyModifiers.None } => Tab(),
            { Code: KeyCode.Backspace, Modifiers: KeyModifiers.Alt or KeyModifiers.Control } => Kill(Buffer.PreviousWord, Buffer.Cursor, isBackward: true, wasKill),
            { Code: KeyCode.Backspace } => Delete(Buffer.Previous, Buffer.Cursor),
            { Code: KeyCode.Delete, Modifiers: KeyModifiers.None } => Delete(Buffer.Cursor, Buffer.Next),
            { Code: KeyCode.Delete } => Kill(Buffer.Cursor, Buffer.NextWord, isBackward: false, wasKill),
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
    public EditorOutcome Offer(Proposals proposals, bool isAutomatic)
    {
        Popup = null;
        if (proposals.Items.IsEmpty) return isAutomatic ? EditorOutcome.None : EditorOutcome.Bell;
        if (proposals.Items is [var only] && !isAutomatic)
        {
            Take(proposals, only);
            return EditorOutcome.None;
        }

        var common = proposals.CommonPrefix;
        if (!isAutomatic && common.Length > proposals.End - proposals.Start)
        {
            Buffer.Replace(proposals.Start, proposals.End, common);
            proposals = proposals with { End = proposals.Start + common.Length };
        }

        Popup = new Popup(proposals);
        return EditorOutcome.None;
    }

    private EditorOutcome? PressInSearch(Key key)
    {
        var search = Search!;
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
                Search = null;
                return EditorOutcome.None;
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

    private EditorOutcome? PressInPopup(Key key)
    {
        var popup = Popup!;
        switch (key)
        {
            case { Code: KeyCode.Down } or { Code: KeyCode.Tab, Modifiers: KeyModifiers.None } or { Code: KeyCode.PageDown }:
            case var _ when key.IsControl('n'):
                popup.Move(key.Code == KeyCode.PageDown ? Math.Min(8, popup.Proposals.Items.Length - 1 - Math.Max(0, popup.Selected)) : 1);
                return EditorOutcome.None;
            case { Code: KeyCode.Up } or { Code: KeyCode.Tab, Modifiers: KeyModifiers.Shift }:
            case var _ when key.IsControl('p'):
                popup.Move(-1);
                return EditorOutcome.None;
            case { Code: KeyCode.Enter, Modifiers: KeyModifiers.None } or { Code: KeyCode.Right } when popup.Chosen is { } chosen:
                Take(popup.Proposals, chosen);
                return EditorOutcome.None;
            case { Code: KeyCode.Escape }:
            case var _ when key.IsControl('g'):
                Popup = null;
                return EditorOutcome.None;
            default:
                Popup = null;
                // Who types on narrows what is offered.
                _wasOffering = key is { Code: KeyCode.Character, Modifiers: KeyModifiers.None } && (char.IsLetterOrDigit(key.Text, 0) || key.Text == "_");
                return null;
        }
    }

    private void Take(Proposals proposals, Proposal proposal)
    {
        Popup = null;
        var follows = proposals.End < Buffer.Text.Length && proposal.Suffix.Length > 0 && Buffer.Text[proposals.End] == proposal.Suffix[0];
        Edit(Buffer.Replace(proposals.Start, proposals.End, proposal.Text + (follows ? "" : proposal.Suffix)));
    }

    private EditorOutcome PressControl(char letter, bool wasKill)
    {
        switch (letter)
        {
            case 'a':
                return Move(Buffer.LineStart);
            case 'b':
                return Move(Buffer.Previous);
            case 'c':
                return EditorOutcome.Cancel;
            case 'd':
                return Buffer.Text.Length == 0 ? EditorOutcome.End : Delete(Buffer.Cursor, Buffer.Next);
            case 'e':
                return Move(Buffer.LineEnd);
            case 'f':
                return Move(Buffer.Next);
            case 'k':
                // At the end of a line the line end itself.
                return Kill(Buffer.Cursor, Buffer.Cursor == Buffer.LineEnd ? Buffer.Next : Buffer.LineEnd, isBackward: false, wasKill);
            case 'l':
                return EditorOutcome.ClearScreen;
            case 'n':
                return Down();
            case 'p':
                return Up();
            case 'o':
                return NewLine();
            case 'r':
                Search = new HistorySearch(history);
                return EditorOutcome.None;
            case 't':
                Buffer.TransposeCharacters();
                return Edit(true);
            case 'u':
                return Kill(Buffer.LineStart, Buffer.Cursor, isBackward: true, wasKill);
            case 'w':
                return Kill(Buffer.PreviousSpace, Buffer.Cursor, isBackward: true, wasKill);
            case 'y':
                return Yank(kills.Current, Buffer.Cursor);
            case '_':
                Buffer.Undo();
                return Edit(true);
            case '@':
                return EditorOutcome.Propose;
            default:
                return EditorOutcome.None;
        }
    }

    private EditorOutcome PressAlt(string text, bool wasKill, (int Start, int End)? yanked)
    {
        switch (text)
        {
            case "b":
                return Move(Buffer.PreviousWord);
            case "f":
                return Move(Buffer.NextWord);
            case "d":
                return Kill(Buffer.Cursor, Buffer.NextWord, isBackward: false, wasKill);
            case "t":
                Buffer.TransposeWords();
                return Edit(true);
            case "u":
                Buffer.ChangeWord(word => word.ToUpperInvariant());
                return Edit(true);
            case "l":
                Buffer.ChangeWord(word => word.ToLowerInvariant());
                return Edit(true);
            case "c":
                Buffer.ChangeWord(LineBuffer.Capitalise);
                return Edit(true);
            case "<":
                return Move(0);
            case ">":
                return Move(Buffer.Text.Length);
            case "y" when yanked is { } last && kills.Rotate() is { } other:
                Buffer.Remove(last.Start, last.End);
                return Yank(other, last.Start);
            default:
                return EditorOutcome.None;
        }
    }

    private EditorOutcome Type(string text)
    {
        // A closing brace stands where the line with the opening one begins.
        if (text == "}" && Buffer.Cursor - Buffer.LineStart is > 0 and var column && Buffer.Text.AsSpan(Buffer.LineStart, column).Trim().IsEmpty)
            Buffer.Remove(Buffer.Cursor - Math.Min(IndentWidth, column), Buffer.Cursor);
        var (outcome, isOffering) = (Edit(Buffer.Insert(text)), _wasOffering);
        _wasOffering = false;
        return outcome == EditorOutcome.None && (isOffering || aid.ProposesAfter(Buffer.Text, Buffer.Cursor)) ? EditorOutcome.Propose : outcome;
    }

    private EditorOutcome Enter() => aid.IsComplete(Buffer.Text) ? EditorOutcome.Accept : NewLine();

    private EditorOutcome NewLine() => Edit(Buffer.Insert("\n" + new string(' ', aid.Indent(Buffer.Text[..Buffer.Cursor]))));

    private EditorOutcome Tab()
    {
        // At the beginning of a line there is nothing to propose, and something to indent.
        if (!Buffer.IsOnFirstLine && Buffer.Text.AsSpan(Buffer.LineStart, Buffer.Cursor - Buffer.LineStart).Trim().IsEmpty) return Edit(Buffer.Insert(new string(' ', IndentWidth)));
        return EditorOutcome.Propose;
    }

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

    private EditorOutcome Move(int position)
    {
        Buffer.MoveTo(position);
        return EditorOutcome.None;
    }

    private EditorOutcome Delete(int start, int end) => start == end ? EditorOutcome.Bell : Edit(Buffer.Remove(start, end).Length > 0);

    private EditorOutcome Kill(int start, int end, bool isBackward, bool joins)
    {
        kills.Add(Buffer.Remove(start, end), isBackward, joins);
        _wasKill = true;
        return Edit(true);
    }

    private EditorOutcome Yank(string? text, int at)
    {
        if (text is null) return EditorOutcome.Bell;
        var outcome = Edit(Buffer.Insert(text));
        _yanked = (at, at + text.Length);
        return outcome;
    }

    private EditorOutcome Edit(bool isDone)
    {
        history.Leave();
        return isDone ? EditorOutcome.None : EditorOutcome.Bell;
    }
}
