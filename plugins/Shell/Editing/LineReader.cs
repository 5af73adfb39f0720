using System.Collections.Immutable;
using PluginFramework.Prompt;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>Reads lines at a terminal whose cursor can be moved.</summary>
internal sealed class LineReader(ShellIo io) : ILineReader
{
    // Bracketed paste, so that what is pasted is text and no keys.
    private const string PasteOn = "\e[?2004h";
    private const string PasteOff = "\e[?2004l";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<LineResult> ReadAsync(LineRequest request, CancellationToken cancellationToken)
    {
        using var reading = new LineReading(io, request, cancellationToken);
        await io.SendAsync(PasteOn, cancellationToken);
        try
        {
            return await reading.RunAsync();
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested) await io.SendAsync(PasteOff, cancellationToken);
        }
    }

    public Task<string?> ReadSecretAsync(string prompt, CancellationToken cancellationToken) => SecretReader.ReadAsync(io, prompt, cancellationToken);

    /// <summary>The reading of one line: waits for keys, notices, answers of the language and other sizes, and keeps the screen up to date.</summary>
    private sealed class LineReading : IDisposable
    {
        private readonly ShellIo _io;
        private readonly LineRequest _request;
        private readonly LineEditor _editor;
        private readonly FrameWriter _screen;
        private readonly CancellationTokenSource _stop;
        private readonly SemaphoreSlim _resized = new(0, 1);
        private Task<Key?>? _key;
        private Task<bool>? _notice;
        private Task? _resize;
        private Task<Proposals>? _proposing;
        private CancellationTokenSource? _asking;
        private Task _abandoned = Task.CompletedTask;
        private Task<ImmutableArray<PromptSpan>>? _colouring;
        private (int Version, bool IsAutomatic) _proposed;
        private int _colouredVersion = -1;
        private string _colouringText = "";
        private (string Text, ImmutableArray<PromptSpan> Spans) _colours = ("", []);

        public LineReading(ShellIo io, LineRequest request, CancellationToken cancellationToken)
        {
            (_io, _request) = (io, request);
            _editor = new(request.Aid, request.History, request.Kills);
            _screen = new(io.Palette);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            io.Session.Terminal!.Resized += OnResized;
        }

        public async Task<LineResult> RunAsync()
        {
            var token = _stop.Token;
            var ended = false;
            try
            {
                while (true)
                {
                    if (_editor.Buffer.Version != _colouredVersion && _colouring is null) BeginColouring();
                    if (!ended) await DrawAsync();
                    _key ??= _io.Keys.ReadAsync(token);
                    _resize ??= _resized.WaitAsync(token);
                    if (_request.Notices is { } notices) _notice ??= notices.WaitAsync(token);
                    await Task.WhenAny(new Task?[] { _key, _resize, _notice, _proposing, _colouring }.OfType<Task>());
                    token.ThrowIfCancellationRequested();
                    if (_resize.IsCompleted) TakeSize();
                    if (_notice is { IsCompleted: true } && await TakeNoticesAsync() is { } closed) return closed;
                    if (_colouring is { IsCompleted: true }) await TakeColoursAsync();
                    if (_proposing is { IsCompleted: true }) await TakeProposalsAsync();
                    if (_key.IsCompleted && await TakeKeysAsync() is { } result)
                    {
                        ended = true;
                        return result;
                    }
                }
            }
            finally
            {
                await _stop.CancelAsync();
                foreach (var task in new Task?[] { _key, _resize, _notice, _proposing, _colouring, _abandoned }.OfType<Task>()) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        public void Dispose()
        {
            _io.Session.Terminal!.Resized -= OnResized;
            _asking?.Dispose();
            _stop.Dispose();
        }

        // Not disposed of: the terminal may raise the event once more on its thread.
        private void OnResized()
        {
            lock (_resized)
            {
                if (_resized.CurrentCount == 0) _resized.Release();
            }
        }

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
                var outcome = _editor.Press(key.Value);
                switch (outcome)
                {
                    case EditorOutcome.Accept:
                        return await FinishAsync(LineEnd.Entered);
                    case EditorOutcome.Cancel:
                        return await FinishAsync(LineEnd.Cancelled);
                    case EditorOutcome.End:
                        return await FinishAsync(LineEnd.Closed);
                    case EditorOutcome.Propose:
                        var isAutomatic = key.Value.Code == KeyCode.Character && key.Value.Modifiers == KeyModifiers.None;
                        BeginProposing(isAutomatic);
                        // What was typed after Tab is meant for what Tab came to, unless that takes long.
                        if (!isAutomatic) await Task.WhenAny(_proposing!, Task.Delay(Patience, _io.Time, _stop.Token));
                        if (_proposing!.IsCompleted) await TakeProposalsAsync();
                        break;
                    case EditorOutcome.ClearScreen:
                        _screen.ClearScreen();
                        break;
                    case EditorOutcome.Bell:
                        _screen.Text("\a");
                        break;
                }
            }
            while (_io.Keys.TryRead(out var next) && (key = next) is not null);
            return null;
        }

        private static async Task AbandonAsync(CancellationTokenSource asking, Task proposing)
        {
            await asking.CancelAsync();
            await proposing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            asking.Dispose();
        }

        private void BeginProposing(bool isAutomatic)
        {
            // What was asked before is of no interest any more.
            if (_proposing is not null) _abandoned = Task.WhenAll(_abandoned, AbandonAsync(_asking!, _proposing));
            else _asking?.Dispose();
            _asking = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            _proposed = (_editor.Buffer.Version, isAutomatic);
            _proposing = _request.Aid.ProposeAsync(_editor.Buffer.Text, _editor.Buffer.Cursor, _asking.Token);
        }

        private async Task TakeProposalsAsync()
        {
            var proposals = await _proposing!;
            _proposing = null;
            // What was typed meanwhile asks another question.
            if (_editor.Buffer.Version == _proposed.Version)
            {
                if (_editor.Offer(proposals, _proposed.IsAutomatic) == EditorOutcome.Bell) _screen.Text("\a");
            }
            else if (!_proposed.IsAutomatic)
            {
                BeginProposing(isAutomatic: true);
            }
        }

        private void BeginColouring()
        {
            (_colouredVersion, _colouringText) = (_editor.Buffer.Version, _editor.Buffer.Text);
            _colouring = _colouringText.Length == 0 ? Task.FromResult(ImmutableArray<PromptSpan>.Empty) : _request.Aid.ClassifyAsync(_colouringText, _stop.Token);
        }

        private async Task TakeColoursAsync()
        {
            _colours = (_colouringText, await _colouring!);
            _colouring = null;
        }

        /// <summary>The colours there are, as far as they are of this text.</summary>
        private ImmutableArray<PromptSpan> Spans()
        {
            var text = _editor.Buffer.Text;
            if (_colours.Text == text) return _colours.Spans;
            var common = _colours.Text.AsSpan().CommonPrefixLength(text);
            return [.. _colours.Spans.Where(span => span.Start + span.Length <= common)];
        }

        private async Task<LineResult> FinishAsync(LineEnd end)
        {
            var text = _editor.Buffer.Text;
            if (_colouring is { IsCompleted: false } && end == LineEnd.Entered)
            {
                // The line that stays on the screen has its colours, unless they take long.
                await Task.WhenAny(_colouring, Task.Delay(TimeSpan.FromMilliseconds(50), _io.Time, _stop.Token));
            }

            if (_colouring is { IsCompletedSuccessfully: true }) await TakeColoursAsync();
            var state = new EditorState(_request.Prompt, text + (end == LineEnd.Cancelled ? "^C" : ""), text.Length) { Continuation = _request.Continuation, Spans = Spans() };
            _screen.Show(EditorLayout.Of(state, _io.Size));
            _screen.Leave();
            await _io.SendAsync(_screen.Take(), _stop.Token);
            return new(end, text);
        }

        private Task DrawAsync()
        {
            var buffer = _editor.Buffer;
            _screen.Show(EditorLayout.Of(
                new(_request.Prompt, buffer.Text, buffer.Cursor) { Continuation = _request.Continuation, Spans = Spans(), Popup = _editor.Popup, Search = _editor.Search },
                _io.Size));
            return _io.SendAsync(_screen.Take(), _stop.Token);
        }
    }
}
