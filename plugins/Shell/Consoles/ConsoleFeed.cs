using System.Threading.Channels;
using PluginFramework.Identity;
using PluginFramework.Prompt;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Consoles;

/// <summary>What happens at a console, as text for the terminal. One reader at a time.</summary>
internal sealed class ConsoleFeed : INotices, IAsyncDisposable
{
    private readonly Channel<PromptEvent> _events = Channel.CreateBounded<PromptEvent>(64);
    private readonly CancellationTokenSource _stop = new();
    private readonly ShellIo _io;
    private readonly ResultText _results;
    private readonly bool _isQuiet;
    private readonly PromptAttendee _me;
    private readonly Task _reading;

    // What others' entries have written of a line so far, and how much each entry has written.
    private readonly Dictionary<int, (int Length, string Line, string Code)> _entries = [];
    private bool _expects;
    private int _own;

    /// <param name="console">The console.</param>
    /// <param name="principal">Whose terminal it is.</param>
    /// <param name="io">The terminal.</param>
    /// <param name="results">Writes results.</param>
    /// <param name="isQuiet">Only what one's own entries write is of interest.</param>
    public ConsoleFeed(IPromptConsole console, Principal principal, ShellIo io, ResultText results, bool isQuiet = false)
    {
        (_io, _results, _isQuiet) = (io, results, isQuiet);
        _me = new(principal.UserName, io.Session.Client.Protocol);
        Past = [.. console.Read()];
        _reading = ReadAsync(console, Past is [.., var last] ? last.Id : 0);
    }

    /// <summary>What had happened before.</summary>
    public IReadOnlyList<PromptEvent> Past { get; }

    /// <summary>How one's own entry ended; <see langword="null"/> while it runs.</summary>
    public PromptResult? Ended { get; private set; }

    /// <summary>The entry that is one's own, as it was typed.</summary>
    public string OwnCode { get; set; } = "";

    /// <summary>The next entry of this user is one's own.</summary>
    public void Expect(bool expects = true) => (_expects, _own, Ended) = (expects, 0, null);

    public async Task<bool> WaitAsync(CancellationToken cancellationToken) => await _events.Reader.WaitToReadAsync(cancellationToken);

    public string? Take() => _events.Reader.TryRead(out var each) ? Render(each) : null;

    /// <summary>An event as text.</summary>
    public string Render(PromptEvent each) => each switch
    {
        PromptEvent.Entered entered => Render(entered),
        PromptEvent.Wrote wrote => Render(wrote),
        PromptEvent.Ended ended => Render(ended),
        _ when _isQuiet => "",
        PromptEvent.Joined joined => Note($"{joined.Who.User} has joined over {joined.Who.Surface}."),
        PromptEvent.Left left => Note($"{left.Who.User} has left."),
        PromptEvent.Reset { By: { } by } => Note($"{by.User} reset the console: all declarations are forgotten."),
        PromptEvent.Reset => Note("The console was idle for long: all declarations are forgotten."),
        PromptEvent.TaskEnded ended => Render(ended),
        PromptEvent.Forgot { Names: [] } forgot => Note($"{forgot.Plugin} was replaced or removed, and code that used it was stopped."),
        PromptEvent.Forgot forgot => Note($"{forgot.Plugin} was replaced or removed, and with it went {string.Join(", ", forgot.Names)}."),
        PromptEvent.Closed { By: { } by } => Note($"{by.User} closed this console."),
        PromptEvent.Closed => Note("This console was closed: it was idle for long, or the prompt was stopped."),
        _ => "",
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ReadAsync(IPromptConsole console, long after)
    {
        try
        {
            await foreach (var each in console.ReadAllAsync(after, _stop.Token)) await _events.Writer.WriteAsync(each, _stop.Token);
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    private string Note(string text) => _io.Paint($"* {SafeText.Line(text)}", Style.Dim) + "\n";

    private string Render(PromptEvent.Entered entered)
    {
        if (_expects && entered.By == _me)
        {
            (_expects, _own) = (false, entered.Entry);
            return "";
        }

        _entries[entered.Entry] = (0, "", entered.Code);
        return _isQuiet ? "" : $"{_io.Paint($"{SafeText.Line(entered.By.User)}>", Style.Bold)} {CodePaint.Of(_io, entered.Code, entered.Spans)}\n";
    }

    private string Render(PromptEvent.Wrote wrote)
    {
        var (_, line, code) = _entries.GetValueOrDefault(wrote.Entry, (0, "", ""));
        var text = SafeText.Lines(wrote.Text);
        if (wrote.Entry == _own)
        {
            _entries[wrote.Entry] = (wrote.Offset + wrote.Text.Length, text, code);
            return text;
        }

        // Another's output comes line by line: something else may stand in between.
        text = line + text;
        var end = text.LastIndexOf('\n') + 1;
        _entries[wrote.Entry] = (wrote.Offset + wrote.Text.Length, text[end..], code);
        return _isQuiet ? "" : text[..end];
    }

    private string Render(PromptEvent.Ended ended)
    {
        var (length, line, code) = _entries.GetValueOrDefault(ended.Entry, (0, "", ""));
        _entries.Remove(ended.Entry);
        var isOwn = ended.Entry == _own;
        if (isOwn) Ended = ended.Result;
        else if (_isQuiet) return "";
        var rest = length < ended.Result.Output.Length ? SafeText.Lines(ended.Result.Output[length..]) : "";
        if (!isOwn) rest = line + rest;
        var isOpen = rest.Length > 0 ? !rest.EndsWith('\n') : isOwn && line.Length > 0 && !line.EndsWith('\n');
        return _isQuiet ? rest : rest + (isOpen ? "\n" : "") + _results.Of(ended.Result, isOwn ? OwnCode : code);
    }

    private string Render(PromptEvent.TaskEnded ended)
    {
        var how = ended.Result switch
        {
            PromptResult.Completed => "has completed",
            PromptResult.Threw => "has failed",
            _ => "was cancelled",
        };
        var task = ended.Name.Length == 0 ? "A task" : $"The task {ended.Name}";
        return Note($"{task} of entry {ended.Entry} {how}.") + (ended.Result is PromptResult.Cancelled ? "" : _results.Of(ended.Result, ""));
    }
}
