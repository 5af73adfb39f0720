using Microsoft.AspNetCore.Http;

namespace PluginFramework.Web;

/// <summary>The look of the web server's pages: heading, navigation, style. Import it to have a page of your own look like the rest.</summary>
/// <remarks>Safe for use from any thread.</remarks>
public interface IWebFrame
{
    /// <summary>Writes a page: the frame, and in it the page's own.</summary>
    /// <param name="context">The request, which must not have been answered yet.</param>
    /// <param name="page">The page.</param>
    Task WriteAsync(HttpContext context, WebPage page);
}
