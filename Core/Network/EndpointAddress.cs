using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginFramework.Core.Network;

/// <summary>Where the host listens, written as a URI. Two addresses are equal when they are written alike in canonical form.</summary>
/// <remarks>
/// <c>tcp://127.0.0.1:6667</c>, <c>tls://[::1]:6697</c>, <c>tcp://localhost:0</c> (both loopback addresses; port 0 lets the system choose),
/// <c>unix:run/irc.sock</c> (relative to the run directory) or <c>unix:/run/irc.sock</c>, <c>fd:3</c>, <c>memory:irc</c>.
/// Host names other than <c>localhost</c> are not resolved.
/// </remarks>
public sealed record EndpointAddress
{
    private EndpointAddress(EndpointScheme scheme) => Scheme = scheme;

    /// <summary>What kind of place it is.</summary>
    public EndpointScheme Scheme { get; }

    /// <summary>The IP address without brackets, or <c>localhost</c>; empty unless the scheme is tcp or tls.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The port, 0 to 65535; 0 where the scheme has none.</summary>
    public int Port { get; private init; }

    /// <summary>The path of a Unix socket as written, or the name of an in-memory endpoint; empty otherwise.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The number of the descriptor handed over; 0 unless the scheme is fd.</summary>
    public int Descriptor { get; private init; }

    /// <summary>TLS is spoken from the first byte.</summary>
    public bool IsTls => Scheme == EndpointScheme.Tls;

    /// <summary>It is a TCP address, with or without TLS.</summary>
    internal bool IsIp => Scheme is EndpointScheme.Tcp or EndpointScheme.Tls;

    /// <summary>It is a TCP address that other machines may reach. What a descriptor is bound to shows only when it is taken.</summary>
    internal bool IsExposed => IsIp && Host != "localhost" && !IPAddress.IsLoopback(IPAddress.Parse(Host));

    /// <summary>The same for two addresses that cannot both be bound; <see langword="null"/> where the system chooses the port.</summary>
    internal string? Place => Scheme switch
    {
        EndpointScheme.Tcp or EndpointScheme.Tls => Port == 0 ? null : Authority(),
        _ => ToString(),
    };

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It is malformed; the message says what would be right.</exception>
    public static EndpointAddress Parse(string text) =>
        TryParse(text, out var address, out var error) ? address : throw new FormatException(error);

    /// <summary>Reads an address, or says what is wrong with it and what would be right.</summary>
    public static bool TryParse(
        string? text, [NotNullWhen(true)] out EndpointAddress? address, [NotNullWhen(false)] out string? error)
    {
        text ??= "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var rest = text[(colon + 1)..];
        (address, var problem) = (colon < 0 ? "" : text[..colon].ToLowerInvariant()) switch
        {
            "tcp" => ParseIp(EndpointScheme.Tcp, rest),
            "tls" => ParseIp(EndpointScheme.Tls, rest),
            "unix" => ParseUnix(rest),
            "fd" => ParseDescriptor(rest),
            "memory" => ParseMemory(rest),
            _ => (null, "it must begin with tcp://, tls://, unix:, fd: or memory:"),
        };
        error = address is null ? $"The endpoint \"{text}\" cannot be used: {problem}." : null;
        return address is not null;
    }

    /// <summary>The address in its canonical form, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => Scheme switch
    {
        EndpointScheme.Tcp => "tcp://" + Authority(),
        EndpointScheme.Tls => "tls://" + Authority(),
        EndpointScheme.Unix => "unix:" + Path,
        EndpointScheme.Fd => string.Create(CultureInfo.InvariantCulture, $"fd:{Descriptor}"),
        _ => "memory:" + Path,
    };

    internal EndpointAddress WithPort(int port) => this with { Port = port };

    private string Authority() => string.Create(
        CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    private static (EndpointAddress?, string?) ParseIp(EndpointScheme scheme, string rest)
    {
        var example = scheme == EndpointScheme.Tls ? "tls://127.0.0.1:6697" : "tcp://127.0.0.1:6667";
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return (null, $"two slashes are missing; write it like {example}");
        var authority = rest.EndsWith('/') ? rest[2..^1] : rest[2..];
        if (authority.AsSpan().ContainsAny("/?#@")) return (null, $"only a host and a port may follow the slashes; write it like {example}");
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || authority.EndsWith(']')) return (null, $"the port is missing; write it like {example}");
        if (!TryNumber(authority.AsSpan(colon + 1), 65535, out var port))
            return (null, $"the port \"{authority[(colon + 1)..]}\" must be a number from 0 to 65535");
        return Canonical(authority[..colon]) is { } host
            ? (new EndpointAddress(scheme) { Host = host, Port = port }, null)
            : (null, $"the host \"{authority[..colon]}\" must be an IP address (IPv6 in brackets: [::1]) or localhost; "
                + "for every interface write 0.0.0.0 or [::]");
    }

    private static string? Canonical(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return "localhost";
        if (host is ['[', .. var inner, ']'])
            return IPAddress.TryParse(inner, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? six.ToString() : null;

        // IPAddress also reads 127.1 and 0x7f.1; what is written differently from what is bound only misleads.
        return IPAddress.TryParse(host, out var four) && four.AddressFamily == AddressFamily.InterNetwork && four.ToString() == host
            ? host
            : null;
    }

    private static (EndpointAddress?, string?) ParseUnix(string rest)
    {
        var path = rest.StartsWith("///", StringComparison.Ordinal) ? rest[2..] : rest;
        if (path.Length == 0) return (null, "the path is missing; write it like unix:run/irc.sock");
        if (path.StartsWith("//", StringComparison.Ordinal))
            return (null, "a relative path follows the colon directly (unix:run/irc.sock), an absolute one has one slash (unix:/run/irc.sock)");
        if (path.Contains('\0', StringComparison.Ordinal) || path.EndsWith('/'))
            return (null, "the path must name a file; write it like unix:run/irc.sock");
        return (new EndpointAddress(EndpointScheme.Unix) { Path = path }, null);
    }

    private static (EndpointAddress?, string?) ParseDescriptor(string rest) =>
        TryNumber(rest, int.MaxValue, out var descriptor) && descriptor >= SocketActivation.FirstDescriptor
            ? (new EndpointAddress(EndpointScheme.Fd) { Descriptor = descriptor }, null)
            : (null, "the descriptor must be a number from 3 up, the first that a service manager hands over; write it like fd:3");

    private static (EndpointAddress?, string?) ParseMemory(string rest) =>
        rest.Length is >= 1 and <= 64 && rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? (new EndpointAddress(EndpointScheme.Memory) { Path = rest }, null)
            : (null, "the name must be 1 to 64 letters, digits, dots, hyphens or underscores; write it like memory:irc");

    private static bool TryNumber(ReadOnlySpan<char> text, int greatest, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= greatest;
}
