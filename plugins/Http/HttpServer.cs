using System.Composition;
using Microsoft.AspNetCore.Connections;
using PluginFramework.Http.Connections;
using PluginFramework.Network;

namespace PluginFramework.Http;

/// <summary>Takes the host's connections to Kestrel, which runs in <see cref="HttpService"/>.</summary>
[Protocol("http", "tcp://127.0.0.1:8080", "tls://127.0.0.1:8443", ApplicationProtocols = ["h2", "http/1.1"]), Shared]
[method: ImportingConstructor]
public sealed class HttpServer(HandedOverConnections connections) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection) => connections.ServeAsync(connection);
}
