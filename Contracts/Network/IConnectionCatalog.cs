using System.Collections.Immutable;

namespace PluginFramework.Network;

/// <summary>The open connections of this host. Provided by the host; any plugin may import it. Safe for use from any thread.</summary>
public interface IConnectionCatalog
{
    /// <summary>The connections of a user, or all, in the order they came.</summary>
    /// <param name="userId">The user's id (<see cref="IConnectionPrincipalFeature"/>); <see langword="null"/> for all, also of nobody.</param>
    ImmutableArray<OpenConnection> List(string? userId = null);

    /// <summary>
    /// Begins to end a connection: its protocol is asked to take leave of the client, and it is cut off where that takes too long. Returns at once.
    /// </summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="reason">Why, for the log.</param>
    /// <returns>False where there is none of that id.</returns>
    bool End(string connectionId, string reason);
}
