using System.Composition;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PluginFramework.Http.Connections;
using PluginFramework.Http.Logging;
using PluginFramework.Http.Serving;
using PluginFramework.Plugins;

namespace PluginFramework.Http;

/// <summary>Kestrel over the connections that the host hands over.</summary>
[Export(typeof(IHostedService)), Shared]
public sealed class HttpService : IHostedService, IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly RequestPipeline _pipeline;

    /// <summary>Makes the server; it takes connections once started.</summary>
    [ImportingConstructor]
    public HttpService(HandedOverConnections connections, RequestPipeline pipeline, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = KestrelOptions.Of(context.GetOptions<HttpOptions>());
        options.Listen(new HandedOverEndPoint(), listen => listen.Use(HandedOverConnection.EndWhenAsked));
        _pipeline = pipeline;
        _server = new KestrelServer(Options.Create(options), connections, new QuietLoggers(context.LoggerFactory));
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(new HttpApplication(_pipeline), cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
