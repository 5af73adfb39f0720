using System.Composition;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PluginFramework.Http.Connections;
using PluginFramework.Http.Logging;
using PluginFramework.Http.Serving;
using PluginFramework.Plugins;

namespace PluginFramework.Http;

/// <summary>Kestrel over the connections that the host hands over.</summary>
[Export(typeof(IHostedService)), Shared]
public sealed class HttpService : IHostedService, IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IServer _server;
    private readonly RequestPipeline _pipeline;

    /// <summary>Makes the server; it takes connections once started.</summary>
    [ImportingConstructor]
    public HttpService(HandedOverConnections connections, RequestPipeline pipeline, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _pipeline = pipeline;
        _services = KestrelHost.Create(context.GetOptions<HttpOptions>(), connections, new QuietLoggers(context.LoggerFactory),
            kestrel => kestrel.Listen(new HandedOverEndPoint(), listen => listen.Use(HandedOverConnection.EndWhenAsked)));
        _server = _services.GetRequiredService<IServer>();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => _server.StartAsync(new HttpApplication(_pipeline), cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
