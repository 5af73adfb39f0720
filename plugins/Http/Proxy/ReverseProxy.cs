using System.Collections.Immutable;
using System.Composition;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Authentication;
using PluginFramework.Http.Connections;
using PluginFramework.Http.Logging;
using PluginFramework.Http.Serving;
using PluginFramework.Http.Sessions;
using PluginFramework.Plugins;
using PluginFramework.Web;
using Yarp.ReverseProxy.Forwarder;

namespace PluginFramework.Http.Proxy;

/// <summary>Passes parts of the paths on to other servers.</summary>
[Export, Shared]
public sealed class ReverseProxy : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly ImmutableArray<ProxyRoute> _routes;
    private readonly RequestAuthenticator _authenticator;
    private readonly ServiceProvider? _services;
    private readonly IHttpForwarder? _forwarder;
    private readonly HttpMessageInvoker? _client;

    /// <summary>Reads the options.</summary>
    [ImportingConstructor]
    public ReverseProxy(RequestAuthenticator authenticator, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _authenticator = authenticator;
        _routes = [.. context.GetOptions<HttpOptions>().Proxies.Select(proxy => new ProxyRoute(proxy.Key, proxy.Value)).OrderByDescending(route => route.Rank)];
        if (_routes.IsEmpty) return;
        _services = new ServiceCollection().AddSingleton<ILoggerFactory>(new QuietLoggers(context.LoggerFactory))
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>)).AddHttpForwarder().BuildServiceProvider();
        _forwarder = _services.GetRequiredService<IHttpForwarder>();
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false, AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null, ConnectTimeout = ConnectTimeout, EnableMultipleHttp2Connections = true,
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _services?.Dispose();
    }

    /// <summary>Whether a request's Authorization field is for the server behind this one: where a rule lets everybody through.</summary>
    internal bool TakesAuthorization(HttpContext context) => _routes.FirstOrDefault(route => route.Matches(context.Request)) is { Role.Length: 0 };

    /// <summary>Passes the request on, where a rule says so.</summary>
    internal async Task<bool> TryForwardAsync(HttpContext context)
    {
        if (_routes.FirstOrDefault(route => route.Matches(context.Request)) is not { } route) return false;
        var principal = context.Features.GetRequiredFeature<IWebSessionFeature>().Principal;
        if (route.Role.Length > 0 && (principal is null || (route.Role != "*" && !principal.IsInRole(route.Role))))
        {
            await _authenticator.ChallengeAsync(context);
            return true;
        }

        // The other server knows nothing of this one's tokens, so whoever is let in by a login here must come from a page here.
        if (route.Role.Length > 0 && CsrfGate.IsUnsafe(context) && CsrfGate.IsFromElsewhere(context.Request))
        {
            await Answers.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from a page of another site.");
            return true;
        }

        using var ended = new CancellationTokenSource();
        await using var closing = context.Features.GetRequiredFeature<HandedOverConnection>().CloseRequested.UnsafeRegister(
            _ =>
            {
                if (EndlessResponse.HasBegun(context)) ended.Cancel();
            }, null);
        var error = await _forwarder!.SendAsync(context, route.Destination, _client!, route.Settings, route.Transformer, ended.Token);
        if (error != ForwarderError.None && !context.Response.HasStarted && context.Response.StatusCode >= 500)
        {
            var status = context.Response.StatusCode;
            await Answers.WriteAsync(context, status, status == StatusCodes.Status504GatewayTimeout
                ? "The server behind this one did not answer in time." : "The server behind this one cannot be reached.");
        }

        return true;
    }
}
