using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Forwarding;

/// <summary>A channel of the kind <c>direct-tcpip</c> (RFC 4254 §7.2): the server connects for the client.</summary>
internal sealed class OutgoingChannel(SshSession session, uint localId, ChannelTable channels) : TcpChannel(session, localId)
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(15);

    /// <summary>Begins to connect; the client is told when that is done.</summary>
    public void Connect(ChannelOpenMessage open)
    {
        var reader = new SshReader(open.Data);
        var (host, port) = (reader.ReadText(), reader.ReadUInt32());
        reader.ReadText(); // where the connection comes from, as the client says
        reader.ReadUInt32();
        reader.End();
        SetRemote(open.SenderChannel, open.WindowSize, open.MaxPacketSize);
        Work = Task.Run(() => RunAsync(host, port));
        Work.ContinueWith(_ => channels.RemoveIfDone(this), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task RunAsync(string host, uint port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (await TryConnectAsync(socket, host, port) is { } refusal)
            {
                Session.Server.Logger.ForwardingRefused(Session.Id, SshLog.Shown($"{host}:{port}"), refusal.Description);

                // It counts until the client has been told, or one that reads nothing could have them pile up.
                await Session.Writer.SendAsync(refusal, Gone);
                channels.Remove(this);
                return;
            }

            await Session.Writer.SendAsync(Confirmation(), Gone);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // The connection has gone, as the loop knows.
            channels.Remove(this);
            return;
        }

        await CopyAsync(socket);
    }

    private async Task<ChannelOpenFailureMessage?> TryConnectAsync(Socket socket, string host, uint port)
    {
        using var timeout = new CancellationTokenSource(ConnectTime, Session.Server.Clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Stopped);
        try
        {
            if (port is 0 or > ushort.MaxValue) return Refuse(ChannelOpenFailureReason.ConnectFailed, "There is no such port.");
            var addresses = await ForwardingPolicy.ResolveAsync(host, Session.Server.Options, ended.Token);
            if (addresses.Length == 0) return Refuse(ChannelOpenFailureReason.AdministrativelyProhibited, "Connections beyond the server itself are not forwarded.");
            await socket.ConnectAsync(addresses, (int)port, ended.Token);
            return null;
        }
        catch (SocketException exception)
        {
            return Refuse(ChannelOpenFailureReason.ConnectFailed, exception.SocketErrorCode.ToString());
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Refuse(ChannelOpenFailureReason.ConnectFailed, "It took too long.");
        }
    }

    private ChannelOpenFailureMessage Refuse(ChannelOpenFailureReason reason, string description) => new(RemoteId, reason, description);
}
