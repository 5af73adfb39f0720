using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using PluginFramework.Core.Configuration;
using PluginFramework.Core.Network;

namespace PluginFramework.Core.Lifecycle;

/// <summary>The network of a host, wired from its configuration.</summary>
/// <param name="Options">Its limits.</param>
/// <param name="Dispatcher">Who serves each protocol.</param>
/// <param name="Certificates">The certificate for TLS.</param>
/// <param name="Endpoints">The listening sockets.</param>
internal sealed record HostNetwork(NetworkOptions Options, ConnectionDispatcher Dispatcher, CertificateSource Certificates, EndpointManager Endpoints)
{
    /// <summary>Wires it; nothing is bound yet.</summary>
    /// <param name="runDirectory">Where relative paths begin.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="findTransport">Finds a transport that a plugin exports, by name.</param>
    /// <param name="loggerFactory">Makes loggers.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="reserved">Sockets bound already; <see langword="null"/>: none.</param>
    /// <exception cref="HostConfigurationException">The <c>network</c> section is wrong.</exception>
    public static HostNetwork Create(
        string runDirectory, HostConfiguration configuration, Func<string, IConnectionListenerFactory?> findTransport,
        ILoggerFactory loggerFactory, TimeProvider timeProvider, ReservedSockets? reserved = null)
    {
        var options = configuration.Bind<NetworkOptions>("network");
        options.Transport = configuration.Transport ?? options.Transport;
        options.DrainDeadline = configuration.DrainTimeout;
        options.CertificatePath = configuration.CertificatePath;
        options.CertificateKeyPath = configuration.CertificateKeyPath;
        var builtIn = new BuiltInTransports(loggerFactory, reserved);
        var dispatcher = new ConnectionDispatcher(options, timeProvider);
        var certificates = new CertificateSource(options, runDirectory, timeProvider, loggerFactory);
        var endpoints = new EndpointManager(
            dispatcher, certificates, options, runDirectory, name => builtIn.Find(name) ?? findTransport(name), timeProvider, loggerFactory);
        return new(options, dispatcher, certificates, endpoints);
    }
}
