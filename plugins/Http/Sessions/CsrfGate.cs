using Microsoft.AspNetCore.Http;
using PluginFramework.Http.Authentication;

namespace PluginFramework.Http.Sessions;

/// <summary>Refuses what another site's page makes a browser ask for.</summary>
internal static class CsrfGate
{
    /// <summary>Why the request is refused; null where it is not.</summary>
    public static async ValueTask<string?> CheckAsync(HttpContext context, RequestSession session, CsrfTokens tokens)
    {
        var request = context.Request;
        if (!IsUnsafe(context)) return null;

        // Whatever the proof is: browsers send passwords by themselves, as they do cookies. A token of RFC 6750 they do not.
        if (session is { Session: null, Principal: not null } && BearerHeader.IsBearer(request.Headers.Authorization)) return null;
        if (IsFromElsewhere(request)) return "The request comes from a page of another site.";

        // A page cannot give a WebSocket a header, and its origin is always told.
        if (context.WebSockets.IsWebSocketRequest || session.Binding is not { } binding) return null;
        if (session is { Session: null, Principal: not null }) return null;
        var token = request.Headers["X-Csrf-Token"].ToString();
        if (token.Length == 0 && request.HasFormContentType)
        {
            try
            {
                token = (await request.ReadFormAsync(context.RequestAborted))["_token"].ToString();
            }
            catch (InvalidDataException exception)
            {
                throw new BadHttpRequestException("The form cannot be read: " + exception.Message, exception);
            }
        }

        return tokens.IsValid(token, binding) ? null : "The form is too old, or was not made by this server. Load the page again.";
    }

    /// <summary>Whether it may change something, or opens a WebSocket, over which anything can be said later.</summary>
    public static bool IsUnsafe(HttpContext context) => context.WebSockets.IsWebSocketRequest
        || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method));

    /// <summary>Whether a page of another origin made the browser ask.</summary>
    public static bool IsFromElsewhere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site is not ("same-origin" or "none")) return true;
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }
}
