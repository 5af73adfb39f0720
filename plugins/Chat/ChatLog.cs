using Microsoft.Extensions.Logging;

namespace PluginFramework.Chat;

internal static partial class ChatLog
{
    [LoggerMessage(1, LogLevel.Information, "{Nickname} ({Account}) signed on over {Protocol}, connection {ConnectionId}")]
    public static partial void SignedOn(this ILogger logger, string nickname, string account, string protocol, string connectionId);

    [LoggerMessage(2, LogLevel.Information, "{Nickname} ({Account}) signed off: {Reason}")]
    public static partial void SignedOff(this ILogger logger, string nickname, string account, string? reason);

    [LoggerMessage(3, LogLevel.Warning, "{Nickname} ({Account}) is signed off: its client reads too slowly, {Events} events wait for it")]
    public static partial void TooSlow(this ILogger logger, string nickname, string account, int events);

    [LoggerMessage(4, LogLevel.Information, "The bot {Bot} of plugin {Plugin} signed on")]
    public static partial void BotSignedOn(this ILogger logger, string bot, string plugin);

    [LoggerMessage(5, LogLevel.Information, "The bot {Bot} signed off")]
    public static partial void BotSignedOff(this ILogger logger, string bot);

    [LoggerMessage(6, LogLevel.Error, "A bot of plugin {Plugin} stays out, for its name is '{Bot}': a name is 1 to 64 letters, digits and . _ -, beginning with a letter or a digit")]
    public static partial void BotNameInvalid(this ILogger logger, string plugin, string? bot);

    [LoggerMessage(7, LogLevel.Error, "The bot {Bot} of plugin {Plugin} stays out: another bot has that name. Give one of them another name")]
    public static partial void BotNameTaken(this ILogger logger, string plugin, string bot);

    [LoggerMessage(8, LogLevel.Error, "A bot of plugin {Plugin} stays out: it threw when asked for its name and description")]
    public static partial void BotUnnamed(this ILogger logger, Exception exception, string plugin);

    [LoggerMessage(9, LogLevel.Error, "The bot {Bot} failed on a message from {Account}")]
    public static partial void BotFailed(this ILogger logger, Exception exception, string bot, string account);

    [LoggerMessage(10, LogLevel.Error, "Whether '{Nickname}' is a user's name could not be found out; the nickname is refused")]
    public static partial void ReservationUnknown(this ILogger logger, Exception exception, string nickname);

    [LoggerMessage(11, LogLevel.Error, "{File}, record {Record}: not a message; it is left out")]
    public static partial void OfflineRecordDamaged(this ILogger logger, Exception exception, string file, int record);

    [LoggerMessage(12, LogLevel.Error, "Delivered messages could not be removed from {File}; they will be delivered once more")]
    public static partial void OfflineRemovalFailed(this ILogger logger, Exception exception, string file);
}
