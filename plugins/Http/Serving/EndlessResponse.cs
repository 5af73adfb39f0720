using Microsoft.AspNetCore.Http;

namespace PluginFramework.Http.Serving;

/// <summary>Responses that have no end of their own: WebSockets and event streams. Their clients come again when they are ended.</summary>
internal static class EndlessResponse
{
    /// <summary>Whether such a response has begun.</summary>
    public static bool HasBegun(HttpContext context) => context.Response.HasStarted
        && (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols || context.WebSockets.IsWebSocketRequest
            || context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true);
}
