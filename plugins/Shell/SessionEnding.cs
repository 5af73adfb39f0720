namespace PluginFramework.Shell;

/// <summary>All that ends a session from outside: the client goes, the server or the shell stops, or a signal comes.</summary>
internal sealed class SessionEnding : IDisposable
{
    private readonly Lock _lock = new(); // guards the disposal of _stop
    private readonly IShellSession _session;
    private readonly CancellationTokenSource _stop;
    private bool _isDisposed;

    public SessionEnding(IShellSession session, CancellationToken stopping, CancellationToken cancellationToken)
    {
        _session = session;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        Token = _stop.Token;
        session.Signalled += OnSignalled;
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _session.Signalled -= OnSignalled;
        lock (_lock)
        {
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    private void OnSignalled(string signal)
    {
        // At a terminal Ctrl-C is a key, and stops no more than a command.
        var ends = signal is "TERM" or "HUP" or "KILL" or "QUIT" || (signal == "INT" && _session is { Terminal: null });
        if (!ends) return;
        lock (_lock)
        {
            if (!_isDisposed) _ = _stop.CancelAsync();
        }
    }
}
