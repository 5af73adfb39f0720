using Microsoft.Extensions.Logging;

namespace PluginFramework.Shell;

internal static partial class ShellLog
{
    [LoggerMessage(1, LogLevel.Error, "{Connection}: a command of {User} failed in itself.")]
    public static partial void CommandFailed(ILogger logger, string connection, string user, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "What a user typed before cannot be read; they begin without it.")]
    public static partial void HistoryUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "What a user typed cannot be kept for the next time.")]
    public static partial void HistoryUnwritable(ILogger logger, Exception exception);
}
