using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Ssh.Channels;

/// <summary>Sends what is written to a pipe as data of a channel, as the client has room for it.</summary>
internal sealed class ChannelWriter
{
    private const int PauseOctets = 256 * 1024;

    private readonly SshChannel _channel;
    private readonly bool _isError;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: PauseOctets, resumeWriterThreshold: PauseOctets / 2, minimumSegmentSize: 16384, useSynchronizationContext: false));
    private readonly Task _pump;

    /// <param name="channel">The channel.</param>
    /// <param name="isError">It is standard error.</param>
    /// <param name="cancellationToken">The channel is gone.</param>
    public ChannelWriter(SshChannel channel, bool isError, CancellationToken cancellationToken)
    {
        (_channel, _isError) = (channel, isError);
        _pump = PumpAsync(cancellationToken);
    }

    public PipeWriter Writer => _pipe.Writer;

    /// <summary>No more is written; returns when all has been sent or cannot be.</summary>
    public async Task CompleteAsync()
    {
        await _pipe.Writer.CompleteAsync();
        await _pump;
    }

    /// <summary>The client wants no more: whoever writes is told.</summary>
    public void Stop() => _pipe.Reader.CancelPendingRead();

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        var reader = _pipe.Reader;
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var rest = result.Buffer;
                while (!rest.IsEmpty)
                {
                    var granted = await _channel.SendWindow.TakeAsync((int)Math.Min(rest.Length, _channel.MaxPacketOctets), cancellationToken);
                    await _channel.SendDataAsync(_isError, rest.Slice(0, granted), cancellationToken);
                    rest = rest.Slice(granted);
                }

                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted || result.IsCanceled) break;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // The channel or the connection has gone, as the loop knows.
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
