using System.Composition;
using System.Text;
using Microsoft.AspNetCore.Http;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Serving;

/// <summary>Whether the daemon lives, and whether it is ready: all of its plugins have started, and it is not stopping.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class HealthPages(IPluginManager plugins, IPluginContext context)
{
    private readonly bool _isOn = context.GetOptions<HttpOptions>().Health;

    internal async Task<bool> TryAnswerAsync(HttpContext request)
    {
        if (!_isOn || request.Request.Path.Value is not { } path || path is not ("/health" or "/health/live" or "/health/ready")) return false;
        var isWell = path == "/health/live" || IsReady();
        var word = path == "/health/live" ? "live" : isWell ? "ready" : "not ready";
        var isJson = request.Request.Headers.Accept.Any(accept => accept?.Contains("json", StringComparison.OrdinalIgnoreCase) == true);
        var response = request.Response;
        response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        response.Headers.CacheControl = "no-store";
        response.ContentType = isJson ? "application/json" : "text/plain; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(isJson ? $"{{\"status\":\"{word}\"}}\n" : word + "\n");
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Request.Method)) await response.Body.WriteAsync(body, request.RequestAborted);
        return true;
    }

    private bool IsReady() => !context.Stopping.IsCancellationRequested && plugins.List().All(plugin => plugin.State is not (PluginState.Starting or PluginState.Discovered));
}
