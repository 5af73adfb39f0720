using System.Composition;
using Microsoft.AspNetCore.Connections;

namespace PluginFramework.Network;

/// <summary>Exports a <see cref="ConnectionHandler"/> as the server of a protocol. The host binds its endpoints and feeds it connections.</summary>
/// <remarks>
/// A handler returns from <see cref="ConnectionHandler.OnConnectedAsync"/> when the connection is done. It finds
/// <see cref="IConnectionSecurityFeature"/> among the connection's features, and
/// <see cref="Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeNotificationFeature"/>, whose token asks it to finish:
/// the plugin is being replaced or the daemon stops.
/// </remarks>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ProtocolAttribute : ExportAttribute
{
    /// <summary>Exports the class as the server of a protocol.</summary>
    /// <param name="protocol">The protocol's name: 1 to 32 of <c>a-z 0-9 -</c>, the IANA service name where there is one.</param>
    /// <param name="endpoints">
    /// Where it listens unless configured otherwise: <c>tcp://127.0.0.1:6667</c>, <c>tls://127.0.0.1:6697</c>,
    /// <c>unix:run/irc.sock</c> (relative to the run directory), <c>fd:3</c>.
    /// </param>
    public ProtocolAttribute(string protocol, params string[] endpoints) : base(typeof(ConnectionHandler))
    {
        Protocol = protocol;
        Endpoints = endpoints;
    }

    /// <summary>The protocol's name.</summary>
    public string Protocol { get; }

    /// <summary>Where it listens unless configured otherwise.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1819", Justification = "Export metadata must be an array.")]
    public string[] Endpoints { get; }

    /// <summary>
    /// What to offer a client that asks over TLS what is spoken (ALPN, RFC 7301), the preferred first: <c>h2</c>, <c>http/1.1</c>. Empty: nothing
    /// is negotiated. What was chosen is in the connection's <see cref="Microsoft.AspNetCore.Server.Kestrel.Core.Features.ITlsApplicationProtocolFeature"/>.
    /// </summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1819", Justification = "Export metadata must be an array.")]
    public string[] ApplicationProtocols { get; init; } = [];
}
