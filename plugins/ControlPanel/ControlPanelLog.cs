using Microsoft.Extensions.Logging;

namespace PluginFramework.ControlPanel;

internal static partial class ControlPanelLog
{
    [LoggerMessage(1, LogLevel.Warning, "Nobody can manage this daemon yet. Open this link to make the administrator; it works once, until {Until:u}: {Link} (also in {File})")]
    public static partial void SetupLink(ILogger logger, string link, DateTimeOffset until, string file);

    [LoggerMessage(2, LogLevel.Information, "The administrator {User} was made with the set-up link, from {Address}.")]
    public static partial void SetUp(ILogger logger, string user, string address);

    [LoggerMessage(3, LogLevel.Error, "The page {Path} failed (request {Request}).")]
    public static partial void PageFailed(ILogger logger, string path, string request, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "{Panel} {Act} failed.")]
    public static partial void ActFailed(ILogger logger, string panel, string act, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The set-up link could not be made.")]
    public static partial void SetupLinkFailed(ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Warning, "The file of the used set-up link, {File}, could not be deleted; the link is dead all the same.")]
    public static partial void LinkFileStays(ILogger logger, string file, Exception exception);
}
