using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Commands;

/// <summary>Messages of the connection as a whole (RFC 4254 §4).</summary>
internal static class ConnectionCommands
{
    public static async ValueTask GlobalRequestAsync(SshSession session, ReadOnlyMemory<byte> payload)
    {
        var request = GlobalRequestMessage.Read(payload.Span);
        var answer = Answer(session, request);
        if (request.WantsReply) await session.ReplyAsync(answer is null ? new RequestFailureMessage() : new RequestSuccessMessage(answer));
    }

    /// <summary>The answer to whether the client is there; that it came is all that counts.</summary>
    public static ValueTask RequestAnswerAsync() => ValueTask.CompletedTask;

    private static byte[]? Answer(SshSession session, GlobalRequestMessage request)
    {
        var login = (SshSessionState.Open)session.State;
        switch (request.Type)
        {
            case "keepalive@openssh.com":
                return [];
            case "no-more-sessions@openssh.com":
                login.Channels.TakesNoMoreSessions = true;
                return [];
            case HostKeyAnnouncement.Proof:
                return HostKeyAnnouncement.Prove(session, request.Data);
            case "tcpip-forward":
                return login.Ports.Add(request.Data);
            case "cancel-tcpip-forward":
                return login.Ports.Remove(request.Data);
            default:
                return null;
        }
    }
}
