using PluginFramework.Ssh.Protocol.Messages;

namespace PluginFramework.Ssh.Commands;

/// <summary>Messages of the login (RFC 4252, RFC 4256).</summary>
internal static class AuthenticationCommands
{
    // What comes after the login is left without an answer (RFC 4252 §5.1).
    public static ValueTask RequestAsync(SshSession session, ReadOnlyMemory<byte> payload) =>
        session.State is SshSessionState.Authenticating { Login: var login } ? login.TakeAsync(AuthenticationRequestMessage.Read(payload.Span)) : ValueTask.CompletedTask;

    public static ValueTask InformationResponseAsync(SshSession session, ReadOnlyMemory<byte> payload) =>
        session.State is SshSessionState.Authenticating { Login: var login } ? login.TakeAsync(InformationResponseMessage.Read(payload.Span)) : ValueTask.CompletedTask;
}
