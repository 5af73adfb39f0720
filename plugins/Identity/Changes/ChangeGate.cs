using System.Composition;

namespace PluginFramework.Identity.Changes;

/// <summary>A change reads, alters and writes an account: one at a time, or two of them at once would undo each other.</summary>
[Export, Shared]
public sealed class ChangeGate : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Waits for the change under way. No other begins before the result is disposed of.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
