using PluginFramework.Ssh.Channels;
using PluginFramework.Ssh.Forwarding;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Commands;

/// <summary>Messages of channels (RFC 4254 §5).</summary>
internal static class ChannelCommands
{
    public static async ValueTask OpenAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var message = ChannelOpenMessage.Read(payload.Span);
        var login = Login(session);
        if (login.Channels.IsFull)
        {
            await RefuseAsync(session, message, ChannelOpenFailureReason.ResourceShortage, $"{session.Server.Options.MaxChannels} channels are open already.");
            return;
        }

        switch (message.Type)
        {
            case "session" when login.Channels.TakesNoMoreSessions:
                await RefuseAsync(session, message, ChannelOpenFailureReason.AdministrativelyProhibited, "The client said that there would be no more sessions.");
                break;
            case "session":
                var channel = login.Channels.Add(id => new SessionChannel(session, id, login));
                channel.SetRemote(message.SenderChannel, message.WindowSize, message.MaxPacketSize);
                await session.ReplyAsync(channel.Confirmation());
                break;
            case "direct-tcpip" when ForwardingPolicy.Permits(login, session.Server.Options):
                login.Channels.Add(id => new OutgoingChannel(session, id, login.Channels)).Connect(message);
                break;
            case "direct-tcpip":
                await RefuseAsync(session, message, ChannelOpenFailureReason.AdministrativelyProhibited, "Nothing is forwarded for this user.");
                break;
            default:
                await RefuseAsync(session, message, ChannelOpenFailureReason.UnknownChannelType, $"There are no channels of the kind '{message.Type}' here.");
                break;
        }
    }

    public static ValueTask OpenConfirmationAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var message = ChannelOpenConfirmationMessage.Read(payload.Span);
        FindIncoming(session, message.RecipientChannel).Accept(message);
        return ValueTask.CompletedTask;
    }

    public static ValueTask OpenFailureAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        FindIncoming(session, ChannelOpenFailureMessage.Read(payload.Span).RecipientChannel).Refuse();
        return ValueTask.CompletedTask;
    }

    public static ValueTask WindowAdjustAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var message = ChannelWindowAdjustMessage.Read(payload.Span);
        Find(session, message.RecipientChannel).SendWindow.Add(message.Octets);
        return ValueTask.CompletedTask;
    }

    public static ValueTask DataAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var reader = SshReader.Of(payload.Span, SshMessageNumber.ChannelData);
        var channel = Find(session, reader.ReadUInt32());
        var data = reader.ReadString();
        reader.End();
        channel.TakeData(data);
        return ValueTask.CompletedTask;
    }

    // No client has anything to say besides its ordinary data.
    public static ValueTask ExtendedDataAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        Find(session, ChannelExtendedDataMessage.Read(payload.Span).RecipientChannel);
        throw SshConnectionException.Malformed("extended data is for the client alone");
    }

    public static ValueTask EofAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        Find(session, ChannelEofMessage.Read(payload.Span).RecipientChannel).TakeEof();
        return ValueTask.CompletedTask;
    }

    public static async ValueTask CloseAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var channel = Find(session, ChannelCloseMessage.Read(payload.Span).RecipientChannel);
        await channel.TakeCloseAsync();
        Login(session).Channels.RemoveIfDone(channel);
    }

    public static async ValueTask RequestAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var request = ChannelRequestMessage.Read(payload.Span);
        var channel = Find(session, request.RecipientChannel);
        var isGranted = channel.TakeRequest(request, out var afterwards);
        if (request.WantsReply && !channel.HasClosed) await session.ReplyAsync(isGranted ? new ChannelSuccessMessage(channel.RemoteId) : new ChannelFailureMessage(channel.RemoteId));

        // What it starts may answer at once, and the answer to the request goes first.
        afterwards?.Invoke();
    }

    private static SshSessionState.Open Login(SshSession session) => (SshSessionState.Open)session.State;

    private static SshChannel Find(SshSession session, uint id) =>
        Login(session).Channels.Get(id) is { IsOpen: true } channel ? channel : throw SshConnectionException.Malformed($"channel {id} is not open yet");

    private static IncomingChannel FindIncoming(SshSession session, uint id) =>
        Login(session).Channels.Get(id) as IncomingChannel ?? throw SshConnectionException.Malformed($"the opening of channel {id} was answered, and the server did not open it");

    private static ValueTask RefuseAsync(SshSession session, ChannelOpenMessage message, ChannelOpenFailureReason reason, string description) =>
        session.ReplyAsync(new ChannelOpenFailureMessage(message.SenderChannel, reason, description));
}
