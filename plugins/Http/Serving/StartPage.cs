using Microsoft.AspNetCore.Http;
using PluginFramework.Web;

namespace PluginFramework.Http.Serving;

/// <summary>What stands at the root while nothing else does: the modules there are to visit.</summary>
internal static class StartPage
{
    public static Task WriteAsync(HttpContext context, IWebCatalog catalog)
    {
        var places = catalog.List(context.Features.Get<IWebSessionFeature>()?.Principal).Where(place => place.Path != "/").ToArray();
        var html = new HtmlWriter();
        html.AddIf(places.Length == 0, $"<p>This server has no pages yet.</p>");
        html.Add($"<ul>");
        foreach (var place in places) html.Add($"""<li><a href="{place.Path}">{place.Title}</a></li>""");
        html.Add($"</ul>");
        context.Response.Headers.CacheControl = "no-store";
        return Answers.WritePageAsync(context, "pluginhost", html);
    }
}
