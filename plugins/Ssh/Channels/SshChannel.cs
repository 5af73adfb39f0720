using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Channels;

/// <summary>
/// A channel (RFC 4254 §5). The session's loop calls the methods that take something from the client; the channel's own task sends. The two
/// meet in the pipes and the windows.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "The sources have no timers, and whoever still has a token may ask it.")]
internal abstract class SshChannel
{
    /// <summary>The most data in a packet, in both directions.</summary>
    public const int MaxData = 32768;

    private readonly CancellationTokenSource _gone = new();
    private readonly Pipe _input = new(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 16384, useSynchronizationContext: false));
    private long _receiveWindow;
    private bool _hasInputEnded;
    private int _closeSent;
    private volatile bool _closeReceived;

    protected SshChannel(SshSession session, uint localId)
    {
        Session = session;
        LocalId = localId;
        WindowOctets = session.Server.Options.WindowOctets;
        _receiveWindow = WindowOctets;
        Input = new ChannelReader(_input.Reader, WindowOctets / 4, GiveRoomAsync);
    }

    public SshSession Session { get; }

    public uint LocalId { get; }

    public uint RemoteId { get; private set; }

    public int WindowOctets { get; }

    public int MaxPacketOctets { get; private set; }

    public SendWindow SendWindow { get; } = new();

    /// <summary>What the client sends.</summary>
    public PipeReader Input { get; }

    /// <summary>The client has closed the channel, or is gone.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>What runs on the channel; completed where nothing does.</summary>
    public Task Work { get; protected set; } = Task.CompletedTask;

    /// <summary>The client has taken it, where the server opens it.</summary>
    public virtual bool IsOpen => true;

    /// <summary>Nothing more can happen on it.</summary>
    public bool IsDone => Volatile.Read(ref _closeSent) != 0 && _closeReceived && Work.IsCompleted;

    /// <summary>The server has said its last about it.</summary>
    public bool HasClosed => Volatile.Read(ref _closeSent) != 0;

    /// <summary>The other side's part of an opening.</summary>
    public void SetRemote(uint id, uint window, uint maxPacket)
    {
        if (maxPacket == 0) throw SshConnectionException.Malformed("a channel cannot have packets of no data");
        RemoteId = id;
        MaxPacketOctets = (int)Math.Min(maxPacket, MaxData);
        SendWindow.Add(window);
    }

    public ChannelOpenConfirmationMessage Confirmation() => new(RemoteId, LocalId, (uint)WindowOctets, MaxData);

    public void TakeData(ReadOnlySpan<byte> data)
    {
        Session.Moved();
        if (data.Length > MaxData || Interlocked.Add(ref _receiveWindow, -data.Length) < 0) throw SshConnectionException.Malformed("a channel has more data than there was room for");
        if (_hasInputEnded) return;
        _input.Writer.Write(data);

        // There is no threshold: the window is the limit. So this does not wait.
        var flushing = _input.Writer.FlushAsync(CancellationToken.None);
        if (flushing.IsCompletedSuccessfully) _ = flushing.Result;
    }

    public void TakeEof()
    {
        if (_hasInputEnded) return;
        _hasInputEnded = true;
        _input.Writer.Complete();
    }

    /// <summary>The client closes the channel.</summary>
    public async ValueTask TakeCloseAsync()
    {
        if (_closeReceived) throw SshConnectionException.Malformed("a channel was closed twice");
        _closeReceived = true;
        Leave();
        if (Interlocked.Exchange(ref _closeSent, 1) == 0) await Session.ReplyAsync(new ChannelCloseMessage(RemoteId));
    }

    /// <summary>A request on the channel.</summary>
    /// <returns>Whether it is granted.</returns>
    public virtual bool TakeRequest(ChannelRequestMessage request, out Action? afterwards)
    {
        afterwards = null;
        return false;
    }

    /// <summary>Asks what runs to end, because the server stops.</summary>
    public abstract void Stop();

    /// <summary>The connection has gone: ends what runs.</summary>
    public virtual void Abandon() => EndBothWays();

    /// <summary>The client has closed the channel: ends what runs, unless it has to deal with what came before.</summary>
    protected virtual void Leave() => Abandon();

    /// <summary>Nothing more goes to the client, nothing more comes from it.</summary>
    protected void EndBothWays()
    {
        _gone.Cancel();
        TakeEof();
    }

    public async ValueTask SendDataAsync(bool isError, ReadOnlySequence<byte> data, CancellationToken cancellationToken)
    {
        await Session.Writer.SendDataAsync(RemoteId, isError, data, cancellationToken);
        Session.Sent();
    }

    /// <summary>Ends the channel from the server's side, after what <paramref name="last"/> says.</summary>
    protected async Task SendCloseAsync(params ISshMessage[] last)
    {
        try
        {
            foreach (var message in last)
            {
                if (!HasClosed) await Session.Writer.SendAsync(message, Gone);
            }

            if (Interlocked.Exchange(ref _closeSent, 1) == 0) await Session.Writer.SendAsync(new ChannelCloseMessage(RemoteId), CancellationToken.None);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionAbortedException or ConnectionResetException or IOException)
        {
            // The channel or the connection has gone, as the loop knows.
        }
    }

    private async ValueTask GiveRoomAsync(int octets)
    {
        if (HasClosed || _hasInputEnded) return;
        Interlocked.Add(ref _receiveWindow, octets);
        await Session.Writer.SendAsync(new ChannelWindowAdjustMessage(RemoteId, (uint)octets), Gone);
    }
}
