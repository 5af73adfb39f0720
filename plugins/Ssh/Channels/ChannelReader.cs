using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Ssh.Channels;

/// <summary>What the client sent on a channel. As it is consumed, the client is told that there is room again.</summary>
internal sealed class ChannelReader(PipeReader inner, int threshold, Func<int, ValueTask> giveRoom) : PipeReader
{
    private ReadResult _last;
    private int _consumed;

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += (int)_last.Buffer.Slice(0, consumed).Length;
        _last = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_consumed >= threshold) return GiveRoomAndReadAsync(cancellationToken);
        var reading = inner.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(_last = reading.Result) : KeepAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result)) return false;
        _last = result;
        return true;
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> KeepAsync(ValueTask<ReadResult> reading) => _last = await reading;

    private async ValueTask<ReadResult> GiveRoomAndReadAsync(CancellationToken cancellationToken)
    {
        var octets = _consumed;
        _consumed = 0;
        try
        {
            await giveRoom(octets);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // The channel or the connection has gone. What had come before is still there to be read, and then the end.
        }

        return _last = await inner.ReadAsync(cancellationToken);
    }
}
