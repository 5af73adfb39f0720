using Microsoft.Extensions.Logging;

namespace PluginFramework.Irc;

internal static partial class IrcLog
{
    [LoggerMessage(1, LogLevel.Debug, "{ConnectionId}: connected from {RemoteAddress}")]
    public static partial void Connected(this ILogger logger, string connectionId, string remoteAddress);

    [LoggerMessage(2, LogLevel.Debug, "{ConnectionId}: closed: {Reason}")]
    public static partial void Closed(this ILogger logger, string connectionId, string reason);

    [LoggerMessage(3, LogLevel.Debug, "{ConnectionId}: the client reset the connection: {Message}")]
    public static partial void Reset(this ILogger logger, string connectionId, string message);

    [LoggerMessage(4, LogLevel.Error, "{ConnectionId}: the session failed")]
    public static partial void Failed(this ILogger logger, Exception exception, string connectionId);

    [LoggerMessage(5, LogLevel.Debug, "{ConnectionId}: a line was refused: {Status}")]
    public static partial void LineRefused(this ILogger logger, string connectionId, string status);
}
