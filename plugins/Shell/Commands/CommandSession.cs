using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Shell.Commands;

/// <summary>The session as a command of another plugin sees it: with a terminal its input is read along, so that Ctrl-C stops the command.</summary>
internal sealed class CommandSession : IShellSession, IDisposable
{
    private const byte ControlC = 3;

    private readonly ShellIo _io;
    private readonly Lock _lock = new(); // guards the disposal of _stop
    private readonly CancellationTokenSource _stop;
    private readonly Pipe? _input;
    private bool _isDisposed;

    public CommandSession(ShellIo io, CancellationToken cancellationToken)
    {
        _io = io;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (io.Can.IsTerminal) _input = new(new PipeOptions(pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false));
    }

    public event Action<string>? Signalled
    {
        add => _io.Session.Signalled += value;
        remove => _io.Session.Signalled -= value;
    }

    public Principal Principal => _io.Session.Principal;

    public ClientInfo Client => _io.Session.Client;

    public string? Command => _io.Session.Command;

    public ImmutableDictionary<string, string> Environment => _io.Session.Environment;

    public ITerminal? Terminal => _io.Session.Terminal;

    public PipeReader Input => _input?.Reader ?? _io.Session.Input;

    public PipeWriter Output => _io.Session.Output;

    public PipeWriter Error => _io.Session.Error;

    public async Task<int> RunAsync(IShellCommand command, ImmutableArray<string> arguments)
    {
        if (_input is null) return await command.RunAsync(this, arguments, _stop.Token);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var pumping = PumpAsync(_input.Writer, done.Token);
        try
        {
            return await command.RunAsync(this, arguments, _stop.Token);
        }
        finally
        {
            await done.CancelAsync();
            await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What the command has left is for the shell.
            await _input.Writer.CompleteAsync();
            if (_input.Reader.TryRead(out var rest))
            {
                foreach (var segment in rest.Buffer) _io.Keys.Return(segment.Span);
            }

            await _input.Reader.CompleteAsync();
        }
    }

    /// <summary>Stops the command.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_isDisposed) _stop.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    private async Task PumpAsync(PipeWriter to, CancellationToken cancellationToken)
    {
        var input = _io.Session.Input;
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var isStop = false;
            foreach (var segment in result.Buffer)
            {
                isStop |= segment.Span.Contains(ControlC);
                to.Write(segment.Span);
            }

            input.AdvanceTo(result.Buffer.End);
            if (isStop) Stop();
            var flushed = await to.FlushAsync(cancellationToken);
            if (flushed.IsCompleted) return;
            if (!result.IsCompleted) continue;
            await to.CompleteAsync();
            return;
        }
    }
}
