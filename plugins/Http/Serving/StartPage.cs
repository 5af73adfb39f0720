using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using PluginFramework.Http.Modules;

namespace PluginFramework.Http.Serving;

/// <summary>What stands at the root while nothing else does: the modules there are to visit.</summary>
internal static class StartPage
{
    public static Task WriteAsync(HttpContext context, ModuleTable modules)
    {
        var links = new StringBuilder();
        foreach (var mount in modules.Mounts.Where(mount => mount.Title is not null && mount.Prefix.Length > 0).OrderBy(mount => mount.Title, StringComparer.Ordinal))
            links.Append("<li><a href=\"/").Append(mount.Prefix).Append("/\">").Append(HtmlEncoder.Default.Encode(mount.Title!)).Append("</a></li>\n");
        context.Response.Headers.CacheControl = "no-store";
        return Answers.WritePageAsync(context, "pluginhost", links.Length == 0 ? "<p>This server has no pages yet.</p>" : $"<ul>\n{links}</ul>");
    }
}
