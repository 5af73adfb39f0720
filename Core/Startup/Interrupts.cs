using System.Runtime.InteropServices;

namespace PluginFramework.Core.Startup;

/// <summary>Turns SIGINT, SIGTERM and SIGHUP into a token; the second of them ends the process at once.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly PluginApplicationBuilder _builder;
    private int _count;

    public Interrupts(PluginApplicationBuilder builder)
    {
        _builder = builder;
        _source = CancellationTokenSource.CreateLinkedTokenSource(builder.StopToken);
        Token = _source.Token;
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Interrupt))];
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGHUP && _builder.HangUp is { } hangUp)
        {
            _ = Task.Run(hangUp);
            return;
        }

        if (Interlocked.Increment(ref _count) > 1) Environment.Exit(ExitCode.Interrupted);

        // Not on the signal's thread: what the token starts may take its time, and the next signal must get through.
        _ = Task.Run(() =>
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The command has ended meanwhile.
            }
        });
    }
}
