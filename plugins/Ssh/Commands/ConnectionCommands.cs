using PluginFramework.Ssh.Authentication;
using PluginFramework.Ssh.Protocol;
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
    public static ValueTask RequestAnswerAsync(SshSession session, ReadOnlyMemory<byte> payload) => ValueTask.CompletedTask;

    private static byte[]? Answer(SshSession session, GlobalRequestMessage request)
    {
        switch (request.Type)
        {
            case "keepalive@openssh.com":
                return [];
            case "no-more-sessions@openssh.com":
                ((SshSessionState.Open)session.State).Channels.TakesNoMoreSessions = true;
                return [];
            case HostKeyAnnouncement.Proof:
                return HostKeyAnnouncement.Prove(session, request.Data);
            default:
                return null;
        }
    }
}
