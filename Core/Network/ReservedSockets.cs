using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace PluginFramework.Core.Network;

/// <summary>
/// Sockets bound to privileged ports while that was permitted, and not listening yet: whoever binds the address later is given its socket,
/// once. Safe for use from any thread.
/// </summary>
internal sealed class ReservedSockets : IDisposable
{
    private const int FirstFreePort = 1024;
    private readonly Lock _lock = new(); // guards _sockets
    private readonly Dictionary<IPEndPoint, Socket> _sockets = [];

    public void Reserve(IEnumerable<EndpointAddress> addresses)
    {
        foreach (var endPoint in addresses.SelectMany(EndPointsOf).Where(endPoint => endPoint.Port is > 0 and < FirstFreePort).Distinct())
        {
            try
            {
                var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
                lock (_lock) _sockets[endPoint] = socket;
            }
            catch (SocketException)
            {
                // In use, or no address of this machine: it is tried again, and told, when the endpoint is bound.
            }
        }
    }

    /// <summary>The socket for an address, which is the caller's from then on; <see langword="null"/> where there is none.</summary>
    public Socket? Take(EndPoint endPoint)
    {
        lock (_lock) return endPoint is IPEndPoint ip && _sockets.Remove(ip, out var socket) ? socket : null;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var socket in _sockets.Values) socket.Dispose();
            _sockets.Clear();
        }
    }

    private static IEnumerable<IPEndPoint> EndPointsOf(EndpointAddress address) =>
        address.Host == "localhost" ? [new(IPAddress.Loopback, address.Port), new(IPAddress.IPv6Loopback, address.Port)]
        : address.IsIp ? [new(IPAddress.Parse(address.Host), address.Port)] : [];
}
