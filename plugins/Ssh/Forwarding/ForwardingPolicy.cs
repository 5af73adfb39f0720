using System.Net;
using System.Net.Sockets;

namespace PluginFramework.Ssh.Forwarding;

/// <summary>Who may have what forwarded.</summary>
internal static class ForwardingPolicy
{
    private const int FirstFreePort = 1024;
    private const string Everybody = "*";

    public static bool Permits(SshSessionState.Open login, SshOptions options) =>
        login.Limits.MayForward && options.ForwardingRoles.Any(role => role == Everybody || login.Principal.IsInRole(role));

    /// <summary>The addresses of a host that may be reached.</summary>
    /// <exception cref="SocketException">The host is not known.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, SshOptions options, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        return [.. addresses.Where(address => options.AllowForwardingBeyondLoopback || IsLoopback(address))];
    }

    /// <summary>Where to listen when a client asks for an address, which may be empty (RFC 4254 §7.1).</summary>
    /// <returns><see langword="null"/>: nowhere.</returns>
    public static IPEndPoint? ListenAt(string address, uint port, SshOptions options)
    {
        // Low ports are for the system's own, which a daemon that runs as root should not give away.
        if (port > IPEndPoint.MaxPort || port is > 0 and < FirstFreePort) return null;
        var wanted = address switch
        {
            "" or "*" => options.AllowForwardingBeyondLoopback ? IPAddress.Any : IPAddress.Loopback,
            "localhost" => IPAddress.Loopback,
            _ => IPAddress.TryParse(address, out var literal) ? literal : null,
        };

        // As OpenSSH does: whoever asks for more gets the loopback address.
        if (wanted is not null && !options.AllowForwardingBeyondLoopback && !IsLoopback(wanted)) wanted = IPAddress.Loopback;
        return wanted is null ? null : new(wanted, (int)port);
    }

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
