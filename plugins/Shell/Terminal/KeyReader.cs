using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace PluginFramework.Shell.Terminal;

/// <summary>Reads keys as they are wanted. One reader at a time; giving up a read loses nothing.</summary>
internal sealed class KeyReader(PipeReader input, KeyDecoder decoder, TimeProvider time)
{
    /// <summary>How long an escape waits for the rest of its sequence: more than a network takes between two bytes sent at once, less than a person notices.</summary>
    public static readonly TimeSpan EscapeTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>What is typed ahead beyond this is dropped.</summary>
    private const int MaxTypedAhead = 4096;

    private readonly Queue<Key> _keys = new();
    private bool _hasEnded;

    /// <summary>A key that is here already.</summary>
    public bool TryRead([MaybeNullWhen(false)] out Key key) => _keys.TryDequeue(out key);

    /// <summary>The next key; <see langword="null"/> at the end of input.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Key?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_keys.TryDequeue(out var key)) return key;
            if (_hasEnded) return null;
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Reads on, keeping what is typed ahead, until Ctrl-C. False at the end of input.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> WaitForInterruptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_keys.Any(key => key.IsControl('c')))
            {
                // Who stops something does not want what was typed before.
                _keys.Clear();
                return true;
            }

            if (_hasEnded) return false;
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Takes bytes that somebody else has read.</summary>
    public void Return(ReadOnlySpan<byte> bytes) => decoder.Feed(bytes, Add);

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        ReadResult result;
        if (decoder.IsWaiting)
        {
            using var timeout = new CancellationTokenSource(EscapeTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            try
            {
                result = await input.ReadAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                decoder.Flush(Add);
                return;
            }
        }
        else
        {
            result = await input.ReadAsync(cancellationToken);
        }

        foreach (var segment in result.Buffer) decoder.Feed(segment.Span, Add);
        input.AdvanceTo(result.Buffer.End);
        if (!result.IsCompleted) return;
        decoder.Flush(Add);
        _hasEnded = true;
    }

    private void Add(Key key)
    {
        if (_keys.Count < MaxTypedAhead || key.IsControl('c')) _keys.Enqueue(key);
    }
}
