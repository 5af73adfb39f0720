namespace PluginFramework.Ssh.Protocol;

/// <summary>Why a connection ends (RFC 4253 §11.1).</summary>
internal enum SshDisconnectReason : uint
{
    HostNotAllowedToConnect = 1,
    ProtocolError = 2,
    KeyExchangeFailed = 3,
    MacError = 5,
    CompressionError = 6,
    ServiceNotAvailable = 7,
    ProtocolVersionNotSupported = 8,
    HostKeyNotVerifiable = 9,
    ConnectionLost = 10,
    ByApplication = 11,
    TooManyConnections = 12,
    AuthenticationCancelledByUser = 13,
    NoMoreAuthenticationMethods = 14,
    IllegalUserName = 15,
}
