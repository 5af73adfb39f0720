using System.Collections.Immutable;
using System.Composition;
using System.Net;
using Microsoft.AspNetCore.Http;
using PluginFramework.Http.Files;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Hosting;

/// <summary>Which host a request is for, and whether it is one of this server's. Immutable.</summary>
[Export, Shared]
public sealed class HostTable
{
    private readonly ImmutableArray<(string Pattern, VirtualHost Host)> _hosts;
    private readonly ImmutableArray<string> _allowed;
    private readonly VirtualHost _default;

    /// <summary>Reads the options.</summary>
    [ImportingConstructor]
    public HostTable(IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = context.GetOptions<HttpOptions>();
        _allowed = [.. options.AllowedHosts];
        _default = new(RootOf(options.Root, options.Listing), true, "", null);

        // A name before the patterns that would match it too.
        _hosts = [.. options.Hosts.OrderByDescending(host => !host.Key.StartsWith('*')).ThenByDescending(host => host.Key.Length).Select(host =>
            (host.Key, new VirtualHost(RootOf(host.Value.Root, host.Value.Listing), host.Value.Modules, host.Value.RedirectTo, host.Value.ContentSecurityPolicy)))];

        StaticRoot? RootOf(string path, bool listing) =>
            path.Length == 0 ? null : new StaticRoot(Path.GetFullPath(Path.Combine(context.DataDirectory, path)), [.. options.IndexFiles], listing);
    }

    /// <summary>The host a request is for; null where it is none of this server's.</summary>
    internal VirtualHost? Find(HttpContext context)
    {
        var name = context.Request.Host.Host.TrimEnd('.');
        foreach (var (pattern, host) in _hosts)
        {
            if (HostPattern.Matches(pattern, name)) return host;
        }

        return IsOwn(name, context.Connection.LocalIpAddress) || _allowed.Any(pattern => HostPattern.Matches(pattern, name)) ? _default : null;
    }

    // A name can be made to point anywhere by whoever owns it; an address cannot, nor can the loopback's names. No name at all is HTTP/1.0,
    // which no browser speaks.
    private static bool IsOwn(string name, IPAddress? local) => name.Length == 0
        || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || address.Equals(local) || (local is { IsIPv4MappedToIPv6: true } && address.Equals(local.MapToIPv4()))));
}
