using Microsoft.AspNetCore.Http;
using PluginFramework.Prompt.Html;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>The frame of pages where no plugin lends one.</summary>
internal sealed class PlainFrame(AssetCatalog assets) : IWebFrame
{
    public Task WriteAsync(HttpContext context, WebPage page)
    {
        var body = new HtmlWriter();
        body.Add($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{page.Title}</title>""");
        body.Add($"""<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">""");
        body.Add($"""<link rel="stylesheet" href="{assets.AddressOf("frame.css")}">""");
        foreach (var style in page.Styles) body.Add($"""<link rel="stylesheet" href="{style}">""");
        foreach (var script in page.Scripts) body.Add($"""<script src="{script}" defer></script>""");
        body.Add($"""</head><body><main id="main"><h1>{page.Title}</h1>""");

        // The page's own part was escaped by whoever made it.
        var html = string.Concat(body.ToString(), page.Body, "</main></body></html>");
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }
}
