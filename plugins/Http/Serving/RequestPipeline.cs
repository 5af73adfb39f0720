using System.Composition;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Authentication;
using PluginFramework.Http.Connections;
using PluginFramework.Http.Hosting;
using PluginFramework.Http.Logging;
using PluginFramework.Http.Metrics;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Serving;

/// <summary>
/// Takes each request through its stages: the host it is for, who makes it, compression and WebSockets, and then whoever answers it.
/// </summary>
[Export, Shared]
public sealed class RequestPipeline : IDisposable
{
    private readonly HostTable _hosts;
    private readonly RequestAuthenticator _authenticator;
    private readonly RequestRouter _router;
    private readonly FramedAnswers _framed;
    private readonly AccessLog _access;
    private readonly HttpMeter _meter;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SecurityHeaders _headers;
    private readonly ServiceProvider _services;
    private readonly RequestDelegate _inner;

    /// <summary>Puts the stages together.</summary>
    [ImportingConstructor]
    public RequestPipeline(
        HostTable hosts, RequestAuthenticator authenticator, RequestRouter router, FramedAnswers framed, AccessLog access, HttpMeter meter, IPluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (_hosts, _authenticator, _router, _framed, _access, _meter, _clock) = (hosts, authenticator, router, framed, access, meter, context.TimeProvider);
        _log = context.LoggerFactory.CreateLogger<RequestPipeline>();
        var options = context.GetOptions<HttpOptions>();
        _headers = new(options);
        _services = Services(new QuietLoggers(context.LoggerFactory));
        var builder = new ApplicationBuilder(_services);
        if (options.Compression) builder.UseResponseCompression();
        _inner = builder.UseWebSockets().Use(_ => RouteAsync).Build();
    }

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    internal async Task RunAsync(HttpContext context)
    {
        var began = _clock.GetTimestamp();
        _meter.Began();
        _headers.AddTo(context);
        context.RequestServices = _services;
        var answer = new AnswerOf { Framed = _framed };
        context.Features.Set(answer);
        try
        {
            if (HasTwoLengths(context.Request))
                await Answers.WriteAsync(context, StatusCodes.Status400BadRequest, "The request has both Content-Length and Transfer-Encoding.");
            else if (_hosts.Find(context) is not { } host)
                await Answers.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, $"This server is not {context.Request.Host.Host}. Its operator can name hosts in allowedHosts.");
            else if (host.RedirectTo.Length > 0)
                Answers.RedirectTo(context, host.RedirectTo);
            else if (await _authenticator.TryAuthenticateAsync(context, !_router.IsForAnother(context)))
            {
                answer.Host = host;
                await _inner(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (BadHttpRequestException exception)
        {
            _log.RequestRefused(context.TraceIdentifier, exception.StatusCode, exception.Message);
            await Answers.FailAsync(context, exception.StatusCode, exception.Message);
        }
#pragma warning disable CA1031 // Whatever went wrong, the client gets an answer and the server goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _log.RequestFailed(exception, context.TraceIdentifier, context.Request.Method, context.Request.Path.Value ?? "");
            await Answers.FailAsync(context, StatusCodes.Status500InternalServerError, $"Something went wrong here. The server's log has it under {context.TraceIdentifier}.");
        }
        finally
        {
            var duration = _clock.GetElapsedTime(began);
            var client = context.Features.GetRequiredFeature<HandedOverConnection>().Client;
            _meter.Ended(context.Request.Method, context.Response.StatusCode, answer.PluginId, duration);
            _access.Note(context, client, context.Features.Get<IWebSessionFeature>()?.Principal, duration);
        }
    }

    // Kestrel goes by the chunks and keeps the length under this name. A server before this one may have gone by the length (RFC 9112 §6.1).
    private static bool HasTwoLengths(HttpRequest request) => request.Headers.TransferEncoding.Count > 0 && request.Headers.ContainsKey("X-Content-Length");

    private static ServiceProvider Services(ILoggerFactory loggers)
    {
        var services = new ServiceCollection();
        services.AddSingleton(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddResponseCompression(options => options.EnableForHttps = true);
        services.AddSingleton<IResponseCompressionProvider, CompressionProvider>();
        return services.BuildServiceProvider();
    }

    private Task RouteAsync(HttpContext context) => _router.AnswerAsync(context, context.Features.GetRequiredFeature<AnswerOf>());
}
