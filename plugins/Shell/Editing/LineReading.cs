using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>The reading of one line: waits for keys, notices, answers of the language and other sizes, and keeps the screen up to date.</summary>
internal sealed class LineReading : IDisposable
{
    /// <summary>How long what was typed after Tab waits for what Tab comes to.</summary>
    private static readonly TimeSpan ProposalPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long a line that was entered waits for its colours.</summary>
    private static readonly TimeSpan ColourPatience = TimeSpan.FromMilliseconds(50);

    private readonly ShellIo _io;
    private readonly LineRequest _request;
    private readonly LineEditor _editor;
    private readonly FrameWriter _screen;
    private readonly CancellationTokenSource _stop;
    private readonly ResizeWatch _resizes;
    private readonly LineColours _colours;
    private readonly ProposalQuestion _question;
    private Task<Key?>? _key;
    private Task<bool>? _notice;
    private Task? _resize;

    public LineReading(ShellIo io, LineRequest request, CancellationToken cancellationToken)
    {
        (_io, _request) = (io, request);
        _editor = new(request.Aid, request.History, request.Kills);
        _screen = new(io.Palette);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _colours = new(request.Aid);
        _question = new(request.Aid, _editor.Buffer, _stop.Token);
        _resizes = new(io.Session.Terminal!);
    }

    public async Task<LineResult> RunAsync()
    {
        var token = _stop.Token;
        try
        {
            while (true)
            {
                _colours.Ask(_editor.Buffer.Text, token);
                await DrawAsync();
                _key ??= _io.Keys.ReadAsync(token);
                _resize ??= _resizes.WaitAsync(token);
                if (_request.Notices is { } notices) _notice ??= notices.WaitAsync(token);
                await Task.WhenAny(Waiting());
                token.ThrowIfCancellationRequested();
                if (_resize.IsCompleted) TakeSize();
                if (_notice is { IsCompleted: true } && await TakeNoticesAsync() is { } closed) return closed;
                await _colours.TakeAsync();
                await TakeProposalsAsync();
                if (_key.IsCompleted && await TakeKeysAsync() is { } result) return result;
            }
        }
        finally
        {
            await _stop.CancelAsync();
            await TaskEnds.WaitAsync([.. Waiting(), _question.GivenUp]);
        }
    }

    public void Dispose()
    {
        _resizes.Dispose();
        _question.Dispose();
        _stop.Dispose();
    }

    private IEnumerable<Task> Waiting() => new[] { _key, _resize, _notice, _question.Open, _colours.Open }.OfType<Task>();

    private void TakeSize()
    {
        _resize = null;
        _screen.Reflow(_io.Size.Columns);
    }

    private async Task<LineResult?> TakeNoticesAsync()
    {
        var more = await _notice!;
        _notice = null;
        while (_request.Notices!.Take() is { } text)
        {
            if (text.Length == 0) continue;
            _screen.Erase();
            _screen.Text(_io.Ended(text.EndsWith('\n') ? text : text + "\n"));
        }

        if (more) return null;
        _screen.Erase();
        await _io.SendAsync(_screen.Take(), _stop.Token);
        return new(LineEnd.NoticesEnded, _editor.Buffer.Text);
    }

    private async Task<LineResult?> TakeKeysAsync()
    {
        var key = await _key!;
        _key = null;
        if (key is null) return await FinishAsync(LineEnd.Closed);
        do
        {
            switch (_editor.Press(key.Value))
            {
                case EditorOutcome.Accept:
                    return await FinishAsync(LineEnd.Entered);
                case EditorOutcome.Cancel:
                    return await FinishAsync(LineEnd.Cancelled);
                case EditorOutcome.End:
                    return await FinishAsync(LineEnd.Closed);
                case EditorOutcome.Suggest:
                    _question.Ask(isAsked: false);
                    break;
                case EditorOutcome.Propose:
                    _question.Ask(isAsked: true);
                    await Task.WhenAny(_question.Open!, Task.Delay(ProposalPatience, _io.Time, _stop.Token));
                    break;
                case EditorOutcome.ClearScreen:
                    _screen.ClearScreen();
                    break;
                case EditorOutcome.Bell:
                    _screen.Text("\a");
                    break;
            }

            await TakeProposalsAsync();
        }
        while (_io.Keys.TryRead(out var next) && (key = next) is not null);
        return null;
    }

    private async Task TakeProposalsAsync()
    {
        if (await _question.TakeAsync() is var (proposals, isAsked) && _editor.Offer(proposals, isAsked) == EditorOutcome.Bell) _screen.Text("\a");
    }

    private async Task<LineResult> FinishAsync(LineEnd end)
    {
        var text = _editor.Buffer.Text;
        if (_colours.Open is { IsCompleted: false } open && end == LineEnd.Entered) await Task.WhenAny(open, Task.Delay(ColourPatience, _io.Time, _stop.Token));
        if (_colours.Open is { IsCompletedSuccessfully: true }) await _colours.TakeAsync();
        _screen.Show(EditorLayout.Of(State(text + (end == LineEnd.Cancelled ? "^C" : ""), text.Length), _io.Size));
        _screen.Leave();
        await _io.SendAsync(_screen.Take(), _stop.Token);
        return new(end, text);
    }

    private Task DrawAsync()
    {
        _screen.Show(EditorLayout.Of(State(_editor.Buffer.Text, _editor.Buffer.Cursor) with { Popup = _editor.Popup, Search = _editor.Search }, _io.Size));
        return _io.SendAsync(_screen.Take(), _stop.Token);
    }

    private EditorState State(string text, int cursor) => new(_request.Prompt, text, cursor) { Continuation = _request.Continuation, Spans = _colours.Of(text) };
}
