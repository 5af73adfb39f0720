using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh;

/// <summary>The connection ends, and the client is told why (RFC 4253 §11.1).</summary>
internal sealed class SshConnectionException(SshDisconnectReason reason, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public SshDisconnectReason Reason { get; } = reason;

    public static SshConnectionException Malformed(string what) => new(SshDisconnectReason.ProtocolError, what);
}
