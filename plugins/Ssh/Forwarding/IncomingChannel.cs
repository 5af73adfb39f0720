using System.Net;
using System.Net.Sockets;
using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Forwarding;

/// <summary>A channel of the kind <c>forwarded-tcpip</c> (RFC 4254 §7.2): somebody has connected to a port that the client has listened on.</summary>
internal sealed class IncomingChannel(SshSession session, uint localId, ChannelTable channels, Socket socket) : TcpChannel(session, localId)
{
    private bool _isAnswered;

    /// <inheritdoc/>
    public override bool IsOpen => _isAnswered;

    /// <summary>What asks the client to take it.</summary>
    /// <param name="address">The address as the client asked for it.</param>
    /// <param name="port">The port that is listened on.</param>
    public ChannelOpenMessage Opening(string address, int port)
    {
        var origin = (IPEndPoint?)socket.RemoteEndPoint;
        var data = new SshWriter().Text(address).UInt32((uint)port).Text(origin?.Address.ToString() ?? "").UInt32((uint)(origin?.Port ?? 0));
        return new("forwarded-tcpip", LocalId, (uint)WindowOctets, MaxData, data.ToArray());
    }

    /// <summary>The client takes it.</summary>
    public void Accept(ChannelOpenConfirmationMessage message)
    {
        Answer();
        SetRemote(message.SenderChannel, message.WindowSize, message.MaxPacketSize);
        Work = Task.Run(RunAsync);
        Work.ContinueWith(_ => channels.RemoveIfDone(this), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The client refuses it.</summary>
    public void Refuse()
    {
        Answer();
        socket.Dispose();
        channels.Remove(this);
    }

    /// <inheritdoc/>
    public override void Abandon()
    {
        base.Abandon();
        if (!_isAnswered) socket.Dispose();
    }

    private void Answer()
    {
        if (_isAnswered) throw SshConnectionException.Malformed($"the opening of channel {LocalId} was answered twice");
        _isAnswered = true;
    }

    private async Task RunAsync()
    {
        using (socket) await CopyAsync(socket);
    }
}
