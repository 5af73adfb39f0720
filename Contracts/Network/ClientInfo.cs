using System.Net;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Network;

/// <summary>Who is at the other end, as plain data for authentication, audit and applications.</summary>
/// <param name="Protocol">The protocol the client speaks.</param>
/// <param name="ConnectionId">The connection's id in the log.</param>
public sealed record ClientInfo(string Protocol, string ConnectionId)
{
    /// <summary>The peer's address without its port (<c>127.0.0.1</c>, <c>::1</c>), or <c>local</c> where it has none.</summary>
    public string RemoteAddress { get; init; } = "local";

    /// <summary>TLS protects the connection, or the protocol does by itself, as SSH.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>Both ends are on this machine.</summary>
    public bool IsLocal { get; init; }

    /// <summary>SHA-256 of the client certificate in DER, lower-case hexadecimal; <see langword="null"/> without one.</summary>
    public string? CertificateFingerprint { get; init; }

    /// <summary>Whether nobody on the way can read along: it is encrypted, or both ends on this machine.</summary>
    public bool IsPrivate => IsEncrypted || IsLocal;

    /// <summary>Describes a connection as it is now; ask again after an upgrade to TLS.</summary>
    public static ClientInfo Describe(string protocol, ConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var security = connection.Features.Get<IConnectionSecurityFeature>();
        return new ClientInfo(protocol, connection.ConnectionId)
        {
            RemoteAddress = connection.RemoteEndPoint is IPEndPoint remote ? Unmapped(remote.Address).ToString() : "local",
            IsEncrypted = security?.IsEncrypted ?? false,
            IsLocal = security?.IsLocal ?? false,
            CertificateFingerprint = security?.ClientCertificate is { } certificate
                ? Convert.ToHexStringLower(certificate.GetCertHash(System.Security.Cryptography.HashAlgorithmName.SHA256))
                : null,
        };
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
