using Microsoft.AspNetCore.Routing;

namespace PluginFramework.Web;

/// <summary>Routes, static files, WebSockets and event streams that a plugin adds to the web server. They come and go with the plugin.</summary>
/// <remarks>
/// A handler finds <see cref="IWebSessionFeature"/> among the request's features. It may take what services its own plugin imports; nothing is
/// resolved from the server's. A request's <see cref="Microsoft.AspNetCore.Http.HttpContext.RequestAborted"/> fires also when the plugin stops
/// and its drain time is over.
/// </remarks>
public interface IWebModule
{
    /// <summary>Maps the routes, relative to the module's prefix. Called once, before the first request.</summary>
    void Map(IEndpointRouteBuilder routes);
}
