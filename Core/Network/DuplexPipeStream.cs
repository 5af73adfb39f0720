using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network;

/// <summary>A duplex pipe as the stream that <see cref="System.Net.Security.SslStream"/> asks for. It does not own the pipe.</summary>
internal sealed class DuplexPipeStream(IDuplexPipe pipe) : Stream
{
    private readonly PipeReader _input = pipe.Input;
    private readonly PipeWriter _output = pipe.Output;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads what is there. An empty buffer waits until there is something, and takes nothing.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var received = result.Buffer;
            if (received.IsEmpty)
            {
                _input.AdvanceTo(received.End);
                if (result.IsCompleted) return 0;
                continue;
            }

            received = received.Slice(0, Math.Min(received.Length, buffer.Length));
            received.CopyTo(buffer.Span);
            // Taken before the pipe has its segments back, from which the length is computed.
            var length = (int)received.Length;
            _input.AdvanceTo(received.End);
            return length;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var result = await _output.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (result.IsCompleted) throw new ConnectionResetException("The client takes no more.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Every write has been handed over already.
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    /// <summary>
    /// Hands the bytes over without waiting for room. Only a handler that completes its output with bytes unflushed comes here, once and
    /// with a bounded buffer; blocking a thread for its client would be worse.
    /// </summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
        _output.Write(buffer.AsSpan(offset, count));
        _ = _output.FlushAsync().AsTask();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
