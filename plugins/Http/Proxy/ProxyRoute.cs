using Microsoft.AspNetCore.Http;
using PluginFramework.Http.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace PluginFramework.Http.Proxy;

/// <summary>A part of the paths and the server that answers it.</summary>
internal sealed class ProxyRoute
{
    private readonly string _host;
    private readonly PathString _path;

    public ProxyRoute(string place, ProxyOptions options)
    {
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        _host = place[..slash];
        var path = place[slash..].TrimEnd('/');
        _path = path.Length == 0 ? PathString.Empty : new PathString(path);
        Destination = options.Destination;
        Role = options.Role;
        Transformer = new ProxyTransformer(options.StripPath ? _path : PathString.Empty, options.KeepHost);
        Settings = new() { ActivityTimeout = options.Timeout };
    }

    public string Destination { get; }

    /// <summary>Who may come: empty for everybody, <c>*</c> for whoever has logged in, or a role.</summary>
    public string Role { get; }

    public ProxyTransformer Transformer { get; }

    public ForwarderRequestConfig Settings { get; }

    /// <summary>Of two that match, the one with a host goes first, then the longer.</summary>
    public (bool, int) Rank => (_host.Length > 0, _path.Value?.Length ?? 0);

    public bool Matches(HttpRequest request) =>
        (_host.Length == 0 || HostPattern.Matches(_host, request.Host.Host)) && request.Path.StartsWithSegments(_path, StringComparison.Ordinal);
}
