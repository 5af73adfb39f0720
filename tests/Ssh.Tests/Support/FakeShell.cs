using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using PluginFramework.Shell;

namespace PluginFramework.Ssh.Tests.Support;

/// <summary>A shell with the few commands that tests need.</summary>
public sealed class FakeShell : IShell
{
    public ConcurrentQueue<IShellSession> Sessions { get; } = [];

    public ConcurrentQueue<string> Signals { get; } = [];

    public async Task<int> RunAsync(IShellSession session, CancellationToken cancellationToken)
    {
        Sessions.Enqueue(session);
        session.Signalled += Signals.Enqueue;
        if (session.Command is null) return await RunInteractiveAsync(session, cancellationToken);
        var words = session.Command.Split(' ');
        switch (words[0])
        {
            case "echo":
                await WriteAsync(session.Output, string.Join(' ', words[1..]) + "\n");
                return 0;
            case "fail":
                await WriteAsync(session.Error, "failed\n");
                return int.Parse(words[1], CultureInfo.InvariantCulture);
            case "whoami":
                await WriteAsync(session.Output, $"{session.Principal.UserName} {session.Client.Protocol} {session.Client.IsEncrypted}\n");
                return 0;
            case "env":
                foreach (var (name, value) in session.Environment.OrderBy(pair => pair.Key)) await WriteAsync(session.Output, $"{name}={value}\n");
                return 0;
            case "tty":
                await WriteAsync(session.Output, session.Terminal is { } terminal ? $"{terminal.Type} {terminal.Size.Columns}x{terminal.Size.Rows}\r\n" : "none\n");
                return 0;
            case "cat":
                await session.Input.CopyToAsync(session.Output, cancellationToken);
                return 0;
            case "zeros":
                await WriteZerosAsync(session.Output, long.Parse(words[1], CultureInfo.InvariantCulture), cancellationToken);
                return 0;
            case "hash":
                await WriteAsync(session.Output, await HashAsync(session.Input, cancellationToken) + "\n");
                return 0;
            case "wait":
                await WriteAsync(session.Output, "waiting\n");
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return 0;
            case "resize":
                var resized = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                session.Terminal!.Resized += () => resized.TrySetResult();
                await WriteAsync(session.Output, "ready\r\n");
                await resized.Task.WaitAsync(cancellationToken);
                await WriteAsync(session.Output, $"{session.Terminal.Size.Columns}x{session.Terminal.Size.Rows}\r\n");
                return 0;
            case "throw":
                throw new InvalidOperationException("on purpose");
            default:
                await WriteAsync(session.Error, $"{words[0]}: no such command\n");
                return 127;
        }
    }

    public static async Task WriteAsync(PipeWriter writer, string text) => await writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static async Task WriteZerosAsync(PipeWriter output, long octets, CancellationToken cancellationToken)
    {
        while (octets > 0)
        {
            var part = (int)Math.Min(octets, 65536);
            output.GetSpan(part)[..part].Clear();
            output.Advance(part);
            octets -= part;
            if ((await output.FlushAsync(cancellationToken)).IsCompleted) return;
        }
    }

    private static async Task<string> HashAsync(PipeReader input, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            foreach (var part in result.Buffer) hash.AppendData(part.Span);
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Echoes lines in capitals until "exit".</summary>
    private static async Task<int> RunInteractiveAsync(IShellSession session, CancellationToken cancellationToken)
    {
        var newLine = session.Terminal is null ? "\n" : "\r\n";
        await WriteAsync(session.Output, "welcome" + newLine);
        while (true)
        {
            var result = await session.Input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while ((buffer.PositionOf((byte)'\n') ?? buffer.PositionOf((byte)'\r')) is { } end)
            {
                var line = Encoding.UTF8.GetString(buffer.Slice(0, end)).Trim();
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (line.StartsWith("exit", StringComparison.Ordinal)) return line.Length > 5 ? int.Parse(line[5..], CultureInfo.InvariantCulture) : 0;
                if (line.Length > 0) await WriteAsync(session.Output, line.ToUpperInvariant() + newLine);
            }

            session.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) return 0;
        }
    }
}
