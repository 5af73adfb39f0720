using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network;

/// <summary>A plugin's connection handler on loan to the network, with the connections it serves. Safe for use from any thread.</summary>
/// <remarks>
/// Attach it with <see cref="ConnectionDispatcher.Attach"/>, for one protocol or several. To take the plugin away, attach its
/// successor or detach the lease, then <see cref="DrainAsync"/>. A drained lease serves nothing any more and holds no handler.
/// </remarks>
public sealed class HandlerLease
{
    private readonly ConnectionSet _connections = new();
    private readonly TimeProvider _clock;
    private volatile ConnectionHandler? _handler;

    /// <summary>Lends a handler.</summary>
    /// <param name="pluginId">The plugin it belongs to.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="clock">The clock for the drain deadline; the system's unless given.</param>
    public HandlerLease(string pluginId, ConnectionHandler handler, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pluginId);
        ArgumentNullException.ThrowIfNull(handler);
        PluginId = pluginId;
        _handler = handler;
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>The plugin the handler belongs to.</summary>
    public string PluginId { get; }

    /// <summary>What its protocol offers over TLS (ALPN), the preferred first; empty: nothing is negotiated.</summary>
    public ImmutableArray<string> ApplicationProtocols { get; init; } = [];

    /// <summary>How many connections it serves now.</summary>
    public int ActiveConnections => _connections.Count;

    /// <summary>The handler; <see langword="null"/> once the lease has been drained.</summary>
    internal ConnectionHandler? Handler => _handler;

    /// <summary>
    /// Takes no new connections, asks each open one to finish (its <c>ConnectionClosedRequested</c> fires), waits until they have,
    /// aborts the rest at the deadline, and then lets go of the handler.
    /// </summary>
    /// <param name="deadline">How long they may take; zero aborts at once.</param>
    /// <param name="cancellationToken">Brings the deadline forward: the rest is aborted at once. It does not make the method throw.</param>
    /// <returns>How it ended, at the latest a second after the deadline.</returns>
    public async Task<DrainResult> DrainAsync(TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        var result = await _connections.DrainAsync(deadline, _clock, cancellationToken).ConfigureAwait(false);
        _handler = null;
        return result;
    }

    /// <summary>Counts a connection in; false once the lease is being drained.</summary>
    internal bool TryEnter(ServedConnection connection) => _connections.TryAdd(connection);

    internal void Leave(ServedConnection connection) => _connections.Remove(connection);
}
