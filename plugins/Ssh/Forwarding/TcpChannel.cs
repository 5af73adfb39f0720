using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Forwarding;

/// <summary>A channel whose other end is a TCP connection (RFC 4254 §7).</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "The sources have no timers, and whoever still has a token may ask it.")]
internal abstract class TcpChannel(SshSession session, uint localId) : SshChannel(session, localId)
{
    private const int ReadOctets = 16384;

    private readonly CancellationTokenSource _stopped = new();

    protected CancellationToken Stopped => _stopped.Token;

    /// <inheritdoc/>
    public override void Stop() => _stopped.Cancel();

    /// <inheritdoc/>
    public override void Abandon()
    {
        _stopped.Cancel();
        base.Abandon();
    }

    // What the client sent before it closed the channel is still to be delivered.
    /// <inheritdoc/>
    protected override void Leave() => EndBothWays();

    /// <summary>Copies both ways until both sides have ended, or one breaks.</summary>
    protected async Task CopyAsync(Socket socket)
    {
        var output = new ChannelWriter(this, isError: false, Gone);
        var sending = SendAsync(socket);
        var receiving = ReceiveAsync(socket, output);
        await sending;
        await using (Gone.Register(_stopped.Cancel)) await receiving;
        await Input.CompleteAsync();
        await SendCloseAsync();
    }

    private async Task SendAsync(Socket socket)
    {
        try
        {
            while (true)
            {
                var result = await Input.ReadAsync(Stopped);
                foreach (var part in result.Buffer)
                {
                    for (var rest = part; !rest.IsEmpty;) rest = rest[await socket.SendAsync(rest, Stopped)..];
                }

                Input.AdvanceTo(result.Buffer.End);
                if (!result.IsCompleted) continue;
                socket.Shutdown(SocketShutdown.Send);
                return;
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            _stopped.Cancel();
        }
    }

    private async Task ReceiveAsync(Socket socket, ChannelWriter output)
    {
        try
        {
            while (true)
            {
                var octets = await socket.ReceiveAsync(output.Writer.GetMemory(ReadOctets), Stopped);
                if (octets == 0) break;
                output.Writer.Advance(octets);
                if ((await output.Writer.FlushAsync(Stopped)).IsCompleted) break;
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            _stopped.Cancel();
        }

        await output.CompleteAsync();
        await SendEofAsync();
    }

    private async Task SendEofAsync()
    {
        try
        {
            if (!HasClosed) await Session.Writer.SendAsync(new ChannelEofMessage(RemoteId), Gone);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // The channel or the connection has gone, as the loop knows.
        }
    }
}
