using Microsoft.Extensions.Logging;

namespace PluginFramework.Shell;

internal static partial class ShellLog
{
    [LoggerMessage(1, LogLevel.Error, "{Connection}: a command of {User} failed in itself.")]
    public static partial void CommandFailed(ILogger logger, string connection, string user, Exception exception);
}
