using Microsoft.AspNetCore.Http;
using PluginFramework.Http.Serving;
using PluginFramework.Web;

namespace PluginFramework.Http.Files;

/// <summary>The page that lists a folder.</summary>
internal static class DirectoryListing
{
    private const int MaxEntries = 1000;

    public static Task WriteAsync(HttpContext context, DirectoryInfo folder)
    {
        var html = new HtmlWriter().Add($"<ul>\n");
        var shown = folder.EnumerateFileSystemInfos().Where(entry => PathSegments.Split("/" + entry.Name) is not null).Take(MaxEntries + 1).ToList();
        foreach (var entry in shown.Take(MaxEntries).OrderBy(entry => entry is FileInfo).ThenBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var end = entry is DirectoryInfo ? "/" : "";
            // The dot keeps a name with a colon in it from being taken for another scheme.
            html.Add($"""<li><a href="./{Uri.EscapeDataString(entry.Name)}{end}">{entry.Name}{end}</a></li>""");
        }

        html.Add($"</ul>\n");
        html.AddIf(shown.Count > MaxEntries, $"<p>Only {MaxEntries} of the entries are shown.</p>\n");
        return Answers.WritePageAsync(context, context.Request.PathBase + context.Request.Path, html);
    }
}
