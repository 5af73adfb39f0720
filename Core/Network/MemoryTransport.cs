using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Core.Network;

/// <summary>A transport inside this process: pairs of pipes instead of sockets. Safe for use from any thread.</summary>
/// <remarks>It binds any endpoint, so that a whole host can be run without opening a port; port 0 is given a number of its own.</remarks>
public sealed class MemoryTransport : IConnectionListenerFactory, IConnectionFactory
{
    private readonly ConcurrentDictionary<EndPoint, MemoryListener> _listeners = new();
    private int _lastPort = 49151;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (endpoint is IPEndPoint { Port: 0 } ip) endpoint = new IPEndPoint(ip.Address, NextPort());
        var listener = new MemoryListener(endpoint, gone => _listeners.TryRemove(gone.EndPoint, out _));
        return _listeners.TryAdd(endpoint, listener)
            ? ValueTask.FromResult<IConnectionListener>(listener)
            : throw new AddressInUseException($"{endpoint} is in use in this process.");
    }

    /// <summary>Connects to an endpoint bound here. The client's side is returned; dispose of it to hang up.</summary>
    /// <exception cref="SocketException">Nobody listens there (<see cref="SocketError.ConnectionRefused"/>).</exception>
    public ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var remote = endpoint is IPEndPoint { Address: var address } ? new IPEndPoint(Here(address), NextPort()) : endpoint;
        var local = endpoint is IPEndPoint { Port: var port, Address: var bound } ? new IPEndPoint(Here(bound), port) : endpoint;
        var (server, client) = MemoryConnection.CreatePair(local, remote);
        return _listeners.TryGetValue(endpoint, out var listener) && listener.TryOffer(server)
            ? ValueTask.FromResult<ConnectionContext>(client)
            : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    // Every client is in this process, whichever interface the endpoint names.
    private static IPAddress Here(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    private int NextPort() => 49152 + ((Interlocked.Increment(ref _lastPort) - 49152) & 0x3FFF);
}
