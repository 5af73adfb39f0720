using Microsoft.Extensions.Logging;

namespace PluginFramework.Http;

internal static partial class HttpLog
{
    [LoggerMessage(1, LogLevel.Debug, "The module of plugin {PluginId} is served at /{Prefix}")]
    public static partial void ModuleMounted(this ILogger logger, string pluginId, string prefix);

    [LoggerMessage(2, LogLevel.Debug, "The module of plugin {PluginId} at /{Prefix} is gone")]
    public static partial void ModuleGone(this ILogger logger, string pluginId, string prefix);

    [LoggerMessage(3, LogLevel.Error, "The module of plugin {PluginId} is not served: its prefix \"{Prefix}\" must be segments of a-z 0-9 - _ . with a slash between")]
    public static partial void ModulePrefixInvalid(this ILogger logger, string pluginId, string prefix);

    [LoggerMessage(4, LogLevel.Error, "The module of plugin {PluginId} is not served at /{Prefix}: mapping its routes failed")]
    public static partial void ModuleFailedToMap(this ILogger logger, Exception exception, string pluginId, string prefix);

    [LoggerMessage(5, LogLevel.Error, "{RequestId}: {Method} {Path} failed in the module of plugin {PluginId}")]
    public static partial void ModuleFailed(this ILogger logger, Exception exception, string requestId, string method, string path, string pluginId);

    [LoggerMessage(6, LogLevel.Error, "{RequestId}: {Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string requestId, string method, string path);

    [LoggerMessage(7, LogLevel.Debug, "{RequestId}: refused with {Status}: {Reason}")]
    public static partial void RequestRefused(this ILogger logger, string requestId, int status, string reason);

    [LoggerMessage(8, LogLevel.Warning, "The user {UserName} could not be looked up; their session is not honoured meanwhile")]
    public static partial void UserUnknown(this ILogger logger, Exception exception, string userName);

    [LoggerMessage(9, LogLevel.Warning, "An instrument that measures on demand failed; its values are missing from the metrics")]
    public static partial void MetricFailed(this ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "{RequestId}: the frame of plugin {Plugin} failed around an error page, which is shown without it")]
    public static partial void FrameFailed(this ILogger logger, Exception exception, string requestId, string plugin);

    [LoggerMessage(10, LogLevel.Error, "The access log {Path} cannot be written; requests are not noted there until it can")]
    public static partial void AccessLogFailed(this ILogger logger, Exception exception, string path);
}
