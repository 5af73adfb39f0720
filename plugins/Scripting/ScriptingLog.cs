using Microsoft.Extensions.Logging;

namespace PluginFramework.Scripting;

internal static partial class ScriptingLog
{
    [LoggerMessage(1, LogLevel.Debug, "The compiler is warm after {Milliseconds} ms.")]
    public static partial void WarmedUp(ILogger logger, long milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "Warming up the compiler failed; the first entry will be slow.")]
    public static partial void WarmUpFailed(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning,
        "An entry of {User} could not be stopped and keeps a thread ({Total} such threads in all); its session refuses entries until it ends or is reset.")]
    public static partial void Abandoned(ILogger logger, string user, int total);

    [LoggerMessage(4, LogLevel.Debug, "The session of {User} was idle and is closed.")]
    public static partial void IdleClosed(ILogger logger, string user);

    [LoggerMessage(5, LogLevel.Error, "Closing an idle session failed.")]
    public static partial void CloseFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The output of an entry could not be handed on while it ran.")]
    public static partial void OutputFailed(ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "The history of entries in {Path} cannot be read; it begins anew.")]
    public static partial void HistoryUnreadable(ILogger logger, string path, Exception exception);

    [LoggerMessage(8, LogLevel.Warning, "The history of entries in {Path} cannot be written and lasts until the plugin stops.")]
    public static partial void HistoryUnwritable(ILogger logger, string path, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "The prompt could not let go of a plugin in {Session}; the plugin stays in memory until that is reset.")]
    public static partial void LetGoFailed(ILogger logger, string session, Exception exception);
}
