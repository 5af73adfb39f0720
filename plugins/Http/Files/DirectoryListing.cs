using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using PluginFramework.Http.Serving;

namespace PluginFramework.Http.Files;

/// <summary>The page that lists a folder.</summary>
internal static class DirectoryListing
{
    private const int MaxEntries = 1000;

    public static Task WriteAsync(HttpContext context, DirectoryInfo folder)
    {
        var content = new StringBuilder("<ul>\n");
        var shown = folder.EnumerateFileSystemInfos().Where(entry => PathSegments.Split("/" + entry.Name) is not null).Take(MaxEntries + 1).ToList();
        foreach (var entry in shown.Take(MaxEntries).OrderBy(entry => entry is FileInfo).ThenBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var name = entry is DirectoryInfo ? entry.Name + "/" : entry.Name;
            // The dot keeps a name with a colon in it from being taken for another scheme.
            content.Append(CultureInfo.InvariantCulture, $"<li><a href=\"./{Uri.EscapeDataString(entry.Name)}{(entry is DirectoryInfo ? "/" : "")}\">{HtmlEncoder.Default.Encode(name)}</a></li>\n");
        }

        content.Append("</ul>\n");
        if (shown.Count > MaxEntries) content.Append(CultureInfo.InvariantCulture, $"<p>Only {MaxEntries} of the entries are shown.</p>\n");
        return Answers.WritePageAsync(context, context.Request.PathBase + context.Request.Path, content.ToString());
    }
}
