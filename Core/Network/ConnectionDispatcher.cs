using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace PluginFramework.Core.Network;

/// <summary>Knows who serves each protocol now. Safe for use from any thread.</summary>
public sealed class ConnectionDispatcher(NetworkOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ProtocolRoute> _routes = new(StringComparer.Ordinal);

    /// <summary>Directs new connections of the protocol, and those that wait, to the lease from this moment.</summary>
    /// <remarks>The lease that served it before keeps the connections it has; drain it.</remarks>
    public void Attach(string protocol, HandlerLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Route(protocol).Attach(lease);
    }

    /// <summary>
    /// Ends the lease's service of the protocol: new connections are accepted and wait for the next <see cref="Attach"/>, as
    /// <see cref="NetworkOptions.HoldTime"/> and <see cref="NetworkOptions.MaxHeldConnections"/> allow. Does nothing where another lease
    /// has taken its place.
    /// </summary>
    public void Detach(string protocol, HandlerLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Route(protocol).Detach(lease);
    }

    /// <summary>How many connections wait for the protocol to be served.</summary>
    public int HeldConnections(string protocol) => Route(protocol).Held;

    /// <summary>What the protocol offers over TLS (ALPN).</summary>
    internal ImmutableArray<string> ApplicationProtocols(string protocol) => Route(protocol).ApplicationProtocols;

    /// <summary>Finds the lease for a connection and counts it in, waiting where the protocol has none; null where that took too long.</summary>
    internal ValueTask<HandlerLease?> EnterAsync(ServedConnection connection) =>
        Route(connection.Protocol).EnterAsync(connection, options.MaxHeldConnections, options.HoldTime, clock);

    private ProtocolRoute Route(string protocol) => _routes.GetOrAdd(protocol, static _ => new ProtocolRoute());
}
