using Microsoft.Extensions.Logging;

namespace PluginFramework.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(1, LogLevel.Error, "{Checker} could not check a login of {User} over {Protocol}; the login is refused as unavailable.")]
    public static partial void CheckFailed(this ILogger logger, Exception exception, string checker, string user, string protocol);

    [LoggerMessage(2, LogLevel.Error, "The {Scheme} secret of {User} is damaged and is passed over. Set the user's password again.")]
    public static partial void SecretDamaged(this ILogger logger, Exception exception, string scheme, string user);

    [LoggerMessage(3, LogLevel.Error, "{Mechanism} could not look up a user over {Protocol}; the login is refused as unavailable.")]
    public static partial void LookupFailed(this ILogger logger, Exception exception, string mechanism, string protocol);

    [LoggerMessage(4, LogLevel.Warning, "More logins wait for a password hash than MaxQueuedHashes allows; a login over {Protocol} is refused.")]
    public static partial void HashQueueFull(this ILogger logger, string protocol);

    [LoggerMessage(5, LogLevel.Error, "The observer of users of plugin {Plugin} threw; the change of the user stands.")]
    public static partial void ObserverThrew(this ILogger logger, Exception exception, string plugin);

    [LoggerMessage(6, LogLevel.Error, "Removed users whose time is over could not be deleted; it is tried again in an hour.")]
    public static partial void PurgeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "The user database of plugin {Plugin} was to be used and does not run: {Reason}. The one in use stays.")]
    public static partial void DatabaseDoesNotRun(this ILogger logger, string plugin, string reason);

    [LoggerMessage(8, LogLevel.Error, "The user database of plugin {Plugin} could not be taken into use; the list of plugins shows how they stand.")]
    public static partial void DatabaseNotChosen(this ILogger logger, Exception exception, string plugin);

    [LoggerMessage(9, LogLevel.Warning, "The user database {Store} does not say how many users it has.")]
    public static partial void DatabaseSilent(this ILogger logger, Exception exception, string store);

    [LoggerMessage(10, LogLevel.Information, "A passkey was refused (claimed user: '{User}'): {Reason}")]
    public static partial void PasskeyRefused(this ILogger logger, string user, string reason);
}
