using Microsoft.Extensions.Logging;

namespace PluginFramework.Core.Lifecycle;

internal static partial class LifecycleLog
{
    [LoggerMessage(1, LogLevel.Information, "{Kind} {Plugin}: {Reason}")]
    public static partial void Step(ILogger logger, string kind, string plugin, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Plugin} {Version} is active")]
    public static partial void Active(ILogger logger, string plugin, string version);

    [LoggerMessage(3, LogLevel.Error, "{Plugin} failed: {Reason}")]
    public static partial void Failed(ILogger logger, string plugin, string reason, Exception? exception);

    [LoggerMessage(4, LogLevel.Warning, "{Plugin} keeps its running version: {Reason}")]
    public static partial void Kept(ILogger logger, string plugin, string reason);

    [LoggerMessage(5, LogLevel.Warning, "{Plugin}: {What} did not end within {Limit}; it is left behind")]
    public static partial void StopHung(ILogger logger, string plugin, string what, TimeSpan limit);

    [LoggerMessage(6, LogLevel.Warning, "{Plugin}: {What} threw while stopping")]
    public static partial void StopThrew(ILogger logger, string plugin, string what, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "{Plugin} {Version} was stopped but is still in memory: {Holders}")]
    public static partial void StillHeld(ILogger logger, string plugin, string version, string holders);

    [LoggerMessage(8, LogLevel.Debug, "{Plugin} {Version} is unloaded")]
    public static partial void Unloaded(ILogger logger, string plugin, string version);

    [LoggerMessage(9, LogLevel.Error, "{Plugin} is quarantined: the last process ended while it was starting")]
    public static partial void Quarantined(ILogger logger, string plugin);

    [LoggerMessage(10, LogLevel.Critical, "A change of plugins could not be carried out")]
    public static partial void ReconcileFailed(ILogger logger, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "Whether there is an operator cannot be found out; only loopback addresses are bound")]
    public static partial void OperatorsUnknown(ILogger logger, Exception exception);

    [LoggerMessage(14, LogLevel.Warning, "The plugin that is being started cannot be written down; should it end the process, the next one will not know which it was")]
    public static partial void JournalFailed(ILogger logger, Exception exception);

    [LoggerMessage(15, LogLevel.Warning, "The last process ended while these were starting, and it may have been any of them: {Plugins}. Now each starts alone")]
    public static partial void Suspects(ILogger logger, string plugins);

    [LoggerMessage(16, LogLevel.Warning, "{Plugin} is put off: {Reason}")]
    public static partial void Deferred(ILogger logger, string plugin, string reason);

    [LoggerMessage(18, LogLevel.Debug, "{Count} copies of plugins that are there no more were deleted from the store")]
    public static partial void GarbageCollected(ILogger logger, int count);

    [LoggerMessage(19, LogLevel.Warning, "Copies of plugins that are there no more cannot be deleted from the store")]
    public static partial void GarbageStays(ILogger logger, Exception exception);

    [LoggerMessage(20, LogLevel.Critical, "After {Rounds} rounds the plugins have not come to rest; the next change goes on from here")]
    public static partial void NoEnd(ILogger logger, int rounds);

    [LoggerMessage(21, LogLevel.Warning, "The edit of the configuration cannot be recorded as a generation yet; the next change tries again")]
    public static partial void EditNotRecorded(ILogger logger, Exception exception);

    [LoggerMessage(22, LogLevel.Warning, "What a trial that was rolled back had quarantined is released, and that cannot be written down yet")]
    public static partial void ReleaseNotSaved(ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Critical, "Changes are no longer watched; restart the daemon to have them seen again")]
    public static partial void WatchEnded(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "{Plugin}: a start that had been given up ended after all; it is undone")]
    public static partial void LateStart(ILogger logger, string plugin);
}
