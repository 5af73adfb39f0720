using System.Globalization;
using System.Text;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell.Editing;

/// <summary>Reads lines at a terminal that can do no more than write: what is typed is echoed, and Backspace takes it back.</summary>
internal sealed class PlainLineReader(ShellIo io) : ILineReader
{
    private const int MaxProposals = 50;

    public async Task<LineResult> ReadAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var lines = "";
        while (true)
        {
            var result = await ReadLineAsync(request, lines, cancellationToken);
            if (result.End != LineEnd.Entered) return result;
            var text = lines + result.Text;
            if (request.Aid.IsComplete(text) || text.Length > LineBuffer.MaxLength) return new(LineEnd.Entered, text);
            lines = text + "\n";
        }
    }

    public Task<string?> ReadSecretAsync(string prompt, CancellationToken cancellationToken) => SecretReader.ReadAsync(io, prompt, cancellationToken);

    private static string PromptOf(LineRequest request, string lines) => lines.Length == 0 ? request.Prompt : request.Continuation;

    private async Task<LineResult> ReadLineAsync(LineRequest request, string lines, CancellationToken cancellationToken)
    {
        var (prompt, notices) = (PromptOf(request, lines), request.Notices);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await io.WriteAsync(prompt, cancellationToken);
        var line = "";
        Task<Key?>? reading = null;
        Task<bool>? waiting = null;
        try
        {
            while (true)
            {
                reading ??= io.Keys.ReadAsync(stop.Token);
                if (notices is not null) waiting ??= notices.WaitAsync(stop.Token);
                await Task.WhenAny(waiting is null ? [reading] : [reading, waiting]);
                cancellationToken.ThrowIfCancellationRequested();
                if (waiting is { IsCompleted: true })
                {
                    var more = await waiting;
                    waiting = null;
                    if (Gather(notices!) is { Length: > 0 } text) await io.WriteAsync($"\n{text}{(more ? prompt + line : "")}", cancellationToken);
                    if (!more) return new(LineEnd.NoticesEnded, line);
                }

                if (!reading.IsCompleted) continue;
                var key = await reading;
                reading = null;
                if (key is { Code: KeyCode.Tab })
                {
                    line += await CompleteAsync(request, lines, line, cancellationToken);
                    continue;
                }

                if (await PressAsync(key, line, canEnd: lines.Length == 0, cancellationToken) is var (next, end) && end is { } finished) return new(finished, next);
                line = next;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await TaskEnds.WaitAsync(reading, waiting);
        }
    }

    private static string Gather(INotices notices)
    {
        var text = new StringBuilder();
        while (notices.Take() is { } next) text.Append(next);
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
        return text.ToString();
    }

    private async Task<(string Line, LineEnd? End)> PressAsync(Key? key, string line, bool canEnd, CancellationToken cancellationToken)
    {
        switch (key)
        {
            case null:
                return (line, LineEnd.Closed);
            case { Code: KeyCode.Enter }:
                await io.WriteAsync("\n", cancellationToken);
                return (line, LineEnd.Entered);
            case { } cancel when cancel.IsControl('c'):
                await io.WriteAsync("^C\n", cancellationToken);
                return (line, LineEnd.Cancelled);
            case { } end when end.IsControl('d') && line.Length == 0 && canEnd:
                await io.WriteAsync("\n", cancellationToken);
                return (line, LineEnd.Closed);
            case { Code: KeyCode.Backspace } when line.Length > 0:
                var last = StringInfo.ParseCombiningCharacters(line)[^1];
                await EraseAsync(CellWidth.Of(line.AsSpan(last)), cancellationToken);
                return (line[..last], null);
            case { } kill when kill.IsControl('u'):
                await EraseAsync(CellWidth.Of(line), cancellationToken);
                return ("", null);
            case { Code: KeyCode.Character, Modifiers: KeyModifiers.None } or { Code: KeyCode.Paste } when line.Length + key.Value.Text.Length <= LineBuffer.MaxLength:
                var text = SafeText.Line(key.Value.Text);
                await io.WriteAsync(text, cancellationToken);
                return (line + text, null);
            default:
                return (line, null);
        }
    }

    /// <summary>Shows what is certain of what could stand here, or lists what could.</summary>
    /// <returns>What is certain.</returns>
    private async Task<string> CompleteAsync(LineRequest request, string lines, string line, CancellationToken cancellationToken)
    {
        var text = lines + line;
        var proposals = await request.Aid.ProposeAsync(text, text.Length, isAsked: true, cancellationToken);
        var known = proposals.Items is [var only] ? only.Text + only.Suffix : proposals.CommonPrefix;
        var begun = text[Math.Min(proposals.Start, text.Length)..];
        var isCertain = known.Length > begun.Length && known.StartsWith(begun, StringComparison.Ordinal);
        var more = isCertain ? SafeText.Line(known[begun.Length..]) : "";
        await io.WriteAsync(
            isCertain ? more
            : proposals.Items.IsEmpty ? "\a"
            : $"\n{string.Join("  ", proposals.Items.Take(MaxProposals).Select(item => SafeText.Line(item.Text)))}\n{PromptOf(request, lines)}{line}", cancellationToken);
        return more;
    }

    private Task EraseAsync(int cells, CancellationToken cancellationToken) =>
        io.WriteAsync(string.Concat(Enumerable.Repeat("\b \b", cells)), cancellationToken);
}
