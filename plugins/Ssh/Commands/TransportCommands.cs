using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.Protocol;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Commands;

/// <summary>Messages of the transport (RFC 4253).</summary>
internal static class TransportCommands
{
    private const string Login = "ssh-userauth";

    public static ValueTask DisconnectAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var message = DisconnectMessage.Read(payload.Span);
        session.Leave($"the client left: {message.Reason}");
        return ValueTask.CompletedTask;
    }

    public static ValueTask IgnoreAsync() => ValueTask.CompletedTask;

    public static ValueTask ExtensionInfoAsync(ReadOnlyMemory<byte> payload)
    {
        // Nothing that a client can say there is of use here, yet it must be well said.
        ExtensionInfoMessage.Read(payload.Span);
        return ValueTask.CompletedTask;
    }

    public static async ValueTask ServiceRequestAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var request = ServiceRequestMessage.Read(payload.Span);
        if (request.Service != Login) throw new SshConnectionException(SshDisconnectReason.ServiceNotAvailable, $"There is no service '{request.Service}' before the login.");

        // Some clients ask before each attempt; what was tried before counts all the same.
        if (session.State is SshSessionState.Encrypted) session.State = new SshSessionState.Authenticating(new SshAuthentication(session));
        await session.ReplyAsync(new ServiceAcceptMessage(Login));
    }

    public static ValueTask KeyExchangeInitAsync(SshSession session, ReadOnlyMemory<byte> payload) => session.Exchange.TakeInitAsync(payload);

    public static ValueTask KeyExchangeRequestAsync(SshSession session, ReadOnlyMemory<byte> payload) => session.Exchange.TakeRequestAsync(payload);

    public static ValueTask NewKeysAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        session.Exchange.TakeNewKeys(payload);
        return ValueTask.CompletedTask;
    }
}
