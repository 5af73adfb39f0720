using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.TestUtilities;

/// <summary>Connections that end at once.</summary>
public sealed class FakeConnections : IConnectionCatalog
{
    private readonly List<OpenConnection> _open = [];

    public void Add(string id, string protocol, Principal? principal) => _open.Add(new(id, protocol, DateTimeOffset.UnixEpoch) { Principal = principal });

    public ImmutableArray<OpenConnection> List(string? userId = null) => [.. _open.Where(connection => userId is null || connection.Principal?.UserId == userId)];

    public bool End(string connectionId, string reason) => _open.RemoveAll(connection => connection.Id == connectionId) > 0;
}
