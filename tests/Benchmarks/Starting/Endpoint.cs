using System.Net;
using System.Net.Sockets;

namespace PluginFramework.Benchmarks.Starting;

/// <summary>An endpoint of the daemon on a port of this machine.</summary>
internal sealed record Endpoint(string Protocol, string Scheme, int Port)
{
    public string Address => $"{Scheme}://127.0.0.1:{Port}";

    /// <summary>Reads an address as the daemon reports it.</summary>
    public static Endpoint Parse(string protocol, string address)
    {
        var uri = new Uri(address);
        return new(protocol, uri.Scheme, uri.Port);
    }

    /// <summary>The same endpoints on ports that nobody uses now.</summary>
    public static IReadOnlyList<Endpoint> WithFreePorts(IReadOnlyList<Endpoint> endpoints)
    {
        // All are held until all are known, or one might be given out twice.
        var listeners = endpoints.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var chosen = endpoints.Zip(listeners, (endpoint, listener) => endpoint with { Port = ((IPEndPoint)listener.LocalEndpoint).Port }).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return chosen;
    }
}
