using Microsoft.AspNetCore.Http;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>The frame of pages where no plugin lends one.</summary>
internal sealed class PlainFrame(WebAssets assets) : IWebFrame
{
    public Task WriteAsync(HttpContext context, WebPage page)
    {
        var html = new HtmlWriter();
        html.Add($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{page.Title}</title>""");
        html.Add($"""<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">""");
        html.Add($"""<link rel="stylesheet" href="{assets.AddressOf("frame.css")}">""");
        foreach (var style in page.Styles) html.Add($"""<link rel="stylesheet" href="{style}">""");
        foreach (var script in page.Scripts) html.Add($"""<script src="{script}" defer></script>""");
        html.Add($"""</head><body><main id="main"><h1>{page.Title}</h1>{page.Body}</main></body></html>""");
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html.ToString(), context.RequestAborted);
    }
}
