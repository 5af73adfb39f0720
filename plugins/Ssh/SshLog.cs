using Microsoft.Extensions.Logging;

namespace PluginFramework.Ssh;

internal static partial class SshLog
{
    [LoggerMessage(1, LogLevel.Debug, "{ConnectionId}: connected from {RemoteAddress}")]
    public static partial void Connected(this ILogger logger, string connectionId, string remoteAddress);

    [LoggerMessage(2, LogLevel.Debug, "{ConnectionId}: closed: {Reason}")]
    public static partial void Closed(this ILogger logger, string connectionId, string reason);

    [LoggerMessage(3, LogLevel.Debug, "{ConnectionId}: the client reset the connection: {Message}")]
    public static partial void Reset(this ILogger logger, string connectionId, string message);

    [LoggerMessage(4, LogLevel.Error, "{ConnectionId}: the session failed")]
    public static partial void Failed(this ILogger logger, Exception exception, string connectionId);

    [LoggerMessage(5, LogLevel.Information, "A host key was made: {Type} {Fingerprint}, kept in {Path}")]
    public static partial void HostKeyMade(this ILogger logger, string type, string fingerprint, string path);

    [LoggerMessage(6, LogLevel.Debug, "{ConnectionId}: {Client}; {KeyExchange}, {HostKey}, {ToServer} in, {ToClient} out")]
    public static partial void KeysExchanged(this ILogger logger, string connectionId, string client, string keyExchange, string hostKey, string toServer, string toClient);

    [LoggerMessage(7, LogLevel.Debug, "{ConnectionId}: {Method} of {User} was refused: {Reason}")]
    public static partial void LoginRefused(this ILogger logger, string connectionId, string method, string user, string reason);

    [LoggerMessage(8, LogLevel.Information, "{ConnectionId}: {User} has logged in by {Method}")]
    public static partial void LoggedIn(this ILogger logger, string connectionId, string user, string method);

    [LoggerMessage(9, LogLevel.Error, "{ConnectionId}: {What} of {User} failed")]
    public static partial void ServiceFailed(this ILogger logger, Exception exception, string connectionId, string what, string user);

    [LoggerMessage(10, LogLevel.Debug, "{ConnectionId}: forwarding to {Target} was refused: {Reason}")]
    public static partial void ForwardingRefused(this ILogger logger, string connectionId, string target, string reason);

    [LoggerMessage(11, LogLevel.Information, "{ConnectionId}: {User} has {Address} listened on")]
    public static partial void Listening(this ILogger logger, string connectionId, string user, string address);

    /// <summary>What a client said, for the log: one line, and not a long one.</summary>
    public static string Shown(string text) => string.Concat(text.Where(letter => !char.IsControl(letter)).Take(100));
}
