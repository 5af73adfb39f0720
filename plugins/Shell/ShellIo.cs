using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using PluginFramework.Shell.Editing;
using PluginFramework.Shell.Terminal;

namespace PluginFramework.Shell;

/// <summary>A session's input and output as text. For one user at a time.</summary>
internal sealed class ShellIo
{
    private const int MaxLine = 64 * 1024;

    private readonly Encoding _encoding;

    public ShellIo(IShellSession session, TimeProvider time)
    {
        (Session, Time) = (session, time);
        Can = Capabilities.Of(session.Terminal, session.Environment);
        Palette = new(Can.IsRich, Can.HasColours);
        _encoding = Can.IsUtf8 ? new UTF8Encoding(false) : Encoding.Latin1;
        Keys = new(session.Input, new KeyDecoder(Can.IsUtf8), time);
        Lines = Can.IsRich ? new LineReader(this) : new PlainLineReader(this);
    }

    public IShellSession Session { get; }

    public TimeProvider Time { get; }

    public Capabilities Can { get; }

    public Palette Palette { get; }

    /// <summary>What is pressed, where there is a terminal.</summary>
    public KeyReader Keys { get; }

    /// <summary>Reads lines from the user, where there is a terminal.</summary>
    public ILineReader Lines { get; }

    public TerminalSize Size => Session.Terminal?.Size ?? new(80, 24);

    /// <summary>The columns to fit text into; <see langword="null"/>: any number.</summary>
    public int? Width => Session.Terminal is { } terminal ? Math.Max(terminal.Size.Columns, 20) : null;

    /// <summary>Writes to standard output; lines are separated by line feeds.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    public Task WriteAsync(string text, CancellationToken cancellationToken) => SendAsync(Session.Output, Ended(text), cancellationToken);

    /// <summary>Writes to standard error.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    public Task ErrorAsync(string text, CancellationToken cancellationToken) => SendAsync(Session.Error, Ended(text), cancellationToken);

    /// <summary>Writes to the terminal what is made for it.</summary>
    /// <exception cref="OperationCanceledException">Nobody reads any more.</exception>
    public Task SendAsync(string sequence, CancellationToken cancellationToken) =>
        sequence.Length == 0 ? Task.CompletedTask : SendAsync(Session.Output, sequence, cancellationToken);

    /// <summary>A text as the terminal wants it, or no terminal.</summary>
    public string Ended(string text) => Can.IsTerminal ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;

    public string Paint(string text, Style style) => Palette.Paint(text, style);

    /// <summary>The next line of input, where there is no terminal; <see langword="null"/> at its end.</summary>
    /// <exception cref="CommandException">It is too long.</exception>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var input = Session.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                var text = line.Length > MaxLine ? null : _encoding.GetString(line).TrimEnd('\r');
                input.AdvanceTo(buffer.GetPosition(1, end));
                return text ?? throw TooLong();
            }

            if (result.IsCompleted)
            {
                var text = buffer.Length > MaxLine ? null : buffer.IsEmpty ? "" : _encoding.GetString(buffer);
                var isEmpty = buffer.IsEmpty;
                input.AdvanceTo(buffer.End);
                return isEmpty ? null : text ?? throw TooLong();
            }

            var length = buffer.Length;
            input.AdvanceTo(buffer.Start, buffer.End);
            if (length > MaxLine) throw TooLong();
        }
    }

    /// <summary>All the rest of the input, where there is no terminal.</summary>
    /// <exception cref="CommandException">It is too long.</exception>
    public async Task<string> ReadAllAsync(CancellationToken cancellationToken)
    {
        var input = Session.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var length = result.Buffer.Length;
            if (length > MaxLine) throw TooLong();
            if (result.IsCompleted)
            {
                var text = _encoding.GetString(result.Buffer);
                input.AdvanceTo(result.Buffer.End);
                return text;
            }

            input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>Does something that Ctrl-C stops.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<T> InterruptibleAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        if (!Can.IsTerminal) return await action(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var task = action(stop.Token);
        var watch = Keys.WaitForInterruptAsync(watching.Token);
        if (await Task.WhenAny(task, watch) == watch && watch.IsCompletedSuccessfully && watch.Result) await stop.CancelAsync();
        try
        {
            return await task;
        }
        finally
        {
            await watching.CancelAsync();
            await TaskEnds.WaitAsync(watch);
        }
    }

    private static CommandException TooLong() => new(ExitCode.Usage, $"The input is longer than {MaxLine / 1024} KiB; that is the most a line, or an entry, may have.");

    private async Task SendAsync(PipeWriter to, string text, CancellationToken cancellationToken)
    {
        _encoding.GetBytes(text, to);
        var result = await to.FlushAsync(cancellationToken);
        if (result.IsCompleted) throw new OperationCanceledException("The client reads no more.");
    }
}
