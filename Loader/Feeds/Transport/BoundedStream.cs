namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Reads another stream to a greatest length, and gives up when it stays silent. What goes wrong is noted with the question it answers.</summary>
internal sealed class BoundedStream(Stream inner, long longest, TimeSpan silence, TimeProvider time, string place) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(silence, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return Count(await inner.ReadAsync(buffer, both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var timeout = new TimeoutException($"the answer stopped after {_read} bytes and {silence.TotalSeconds:0.#} s of silence");
            FeedQuestion.Current?.Note(place, timeout);
            throw timeout;
        }
        catch (IOException exception)
        {
            FeedQuestion.Current?.Note(place, new EndOfStreamException($"its answer was cut short after {_read} bytes. Try again", exception));
            throw;
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int Count(int count)
    {
        if ((_read += count) <= longest) return count;
        var tooLong = new AnswerTooLongException(longest);
        FeedQuestion.Current?.Fail(tooLong);
        throw tooLong;
    }
}
