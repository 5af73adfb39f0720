namespace PluginFramework.Shell.Terminal;

/// <summary>Waits until a terminal has another size. One who waits at a time.</summary>
internal sealed class ResizeWatch : IDisposable
{
    private readonly ITerminal _terminal;

    // Not disposed of: the terminal may raise the event once more on its thread.
    private readonly SemaphoreSlim _resized = new(0, 1);

    public ResizeWatch(ITerminal terminal)
    {
        _terminal = terminal;
        terminal.Resized += OnResized;
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _resized.WaitAsync(cancellationToken);

    public void Dispose() => _terminal.Resized -= OnResized;

    private void OnResized()
    {
        lock (_resized)
        {
            if (_resized.CurrentCount == 0) _resized.Release();
        }
    }
}
