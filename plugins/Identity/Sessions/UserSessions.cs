using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Identity.Sessions;

/// <summary>Where users are logged in, over every protocol, and ending it.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class UserSessions(ILiveExports<IWebSessions> browsers, IConnectionCatalog connections)
{
    private const string BrowserPrefix = UserSession.Browser + ":";

    /// <summary>The sessions of a user, or of all, by user and oldest first.</summary>
    internal ImmutableArray<UserSession> List(string? userId) =>
    [
        .. browsers.Current.SelectMany(server => server.Value.List(userId)).Select(session =>
            new UserSession(BrowserPrefix + session.Id, session.Principal.UserId, session.Principal.UserName, UserSession.Browser, session.CreatedAt)
            {
                RemoteAddress = session.RemoteAddress, LastSeenAt = session.LastSeenAt, Program = session.UserAgent,
            }).Concat(connections.List(userId).Where(connection => connection.Principal is not null).Select(connection =>
            new UserSession(connection.Id, connection.Principal!.UserId, connection.Principal.UserName, connection.Protocol, connection.Since) { RemoteAddress = connection.RemoteAddress }))
            .OrderBy(session => session.UserName, StringComparer.OrdinalIgnoreCase).ThenBy(session => session.Since),
    ];

    /// <summary>Ends a session; false where it has ended.</summary>
    internal bool End(string id, string reason) => id.StartsWith(BrowserPrefix, StringComparison.Ordinal)
        ? browsers.Current.Any(server => server.Value.Revoke(id[BrowserPrefix.Length..]))
        : connections.End(id, reason);

    /// <summary>Ends all sessions of a user; how many there were.</summary>
    internal int EndAll(string userId, string reason) => List(userId).Count(session => End(session.Id, reason));

    /// <summary>Ends the connections that a user may have no longer: all, or those of protocols that are not theirs any more.</summary>
    internal void EndConnections(User user, bool all)
    {
        foreach (var connection in connections.List(user.Id))
        {
            if (all || !user.MayUse(connection.Protocol)) connections.End(connection.Id, $"the account of {user.Name} was changed");
        }
    }
}
