using System.Composition;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Authentication;
using PluginFramework.Http.Files;
using PluginFramework.Http.Metrics;
using PluginFramework.Http.Modules;
using PluginFramework.Http.Proxy;
using PluginFramework.Http.Sessions;
using PluginFramework.Identity;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Serving;

/// <summary>Finds who answers a request: a proxy rule, the server itself, a module, a file, the module at the root, in this order.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class RequestRouter(
    ModuleTable modules, ReverseProxy proxy, HealthPages health, MetricCollector metrics, RequestAuthenticator authenticator, CsrfTokens tokens, IAuditLog audit,
    IPluginContext context)
{
    private const int MaxSubject = 128;

    private readonly HttpOptions _options = context.GetOptions<HttpOptions>();
    private readonly ILogger _log = context.LoggerFactory.CreateLogger<RequestRouter>();
    private readonly StaticFiles _files = new();
    private readonly UserFolders _users = new(
        context.GetOptions<HttpOptions>().UserFolders, [.. context.GetOptions<HttpOptions>().IndexFiles], context.GetOptions<HttpOptions>().Listing);

    /// <summary>Whether a request's Authorization field is for a server behind this one.</summary>
    internal bool IsForAnother(HttpContext request) => proxy.TakesAuthorization(request);

    internal async Task AnswerAsync(HttpContext request, AnswerOf answer)
    {
        var host = answer.Host ?? throw new InvalidOperationException("The request was not admitted.");
        var path = request.Request.Path;
        if (await proxy.TryForwardAsync(request)) return;
        if (host.ServesModules && (await health.TryAnswerAsync(request) || await TryMetricsAsync(request) || await TryModuleAsync(request, answer, root: false))) return;
        if (await _users.TryServeAsync(request, _files)) return;
        if (host.Root is { } root && await _files.TryServeAsync(request, root, path.Value ?? "/", host.ContentSecurityPolicy)) return;
        if (host.ServesModules && await TryModuleAsync(request, answer, root: true)) return;
        if (host.ServesModules && path == "/" && (HttpMethods.IsGet(request.Request.Method) || HttpMethods.IsHead(request.Request.Method)))
            await StartPage.WriteAsync(request, modules);
        else
            await Answers.WriteAsync(request, StatusCodes.Status404NotFound, "There is nothing at this address.");
    }

    private async Task<bool> TryModuleAsync(HttpContext request, AnswerOf answer, bool root)
    {
        if (modules.Find(request.Request.Path, root) is null) return false;
        var session = (RequestSession)request.Features.GetRequiredFeature<IWebSessionFeature>();
        if (await CsrfGate.CheckAsync(request, session, tokens) is { } refusal)
        {
            _log.RequestRefused(request.TraceIdentifier, StatusCodes.Status403Forbidden, refusal);
            Audit(request, session, refusal);
            await Answers.WriteAsync(request, StatusCodes.Status403Forbidden, refusal);
            return true;
        }

        while (modules.Find(request.Request.Path, root) is { } mount)
        {
            answer.PluginId = mount.PluginId;
            if (await ModuleInvoker.TryRunAsync(mount, request, _log)) return true;
        }

        return false;
    }

    /// <summary>Records what somebody's browser was made to ask for. What nobody stands behind can harm nobody, and would fill the audit.</summary>
    private void Audit(HttpContext request, RequestSession session, string refusal)
    {
        if (session.Principal is not { } principal) return;
        var path = request.Request.Path.Value ?? "";
        audit.Record(new AuditEvent("web.request", "forged")
        {
            Actor = principal.UserName, Subject = path.Length > MaxSubject ? path[..MaxSubject] + "…" : path, Surface = "http",
            RemoteAddress = session.Client.RemoteAddress, Detail = refusal,
        });
    }

    private async Task<bool> TryMetricsAsync(HttpContext request)
    {
        if (!_options.Metrics || request.Request.Path != "/metrics") return false;
        var session = request.Features.GetRequiredFeature<IWebSessionFeature>();
        if (session.Principal?.IsOperator != true && !session.Client.IsLocal)
        {
            await authenticator.ChallengeAsync(request);
            return true;
        }

        var body = Encoding.UTF8.GetBytes(metrics.ToText());
        request.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        request.Response.Headers.CacheControl = "no-store";
        request.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Request.Method)) await request.Response.Body.WriteAsync(body, request.RequestAborted);
        return true;
    }
}
