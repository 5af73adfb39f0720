using System.Net;
using Microsoft.AspNetCore.Http;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Tests.Support;

/// <summary>A frame that says what it was given.</summary>
internal sealed class TestFrame : IWebFrame
{
    public Task WriteAsync(HttpContext context, WebPage page)
    {
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        var given = WebUtility.HtmlEncode($"{page.Title} {page.Status} {string.Join(' ', page.Scripts)} {string.Join(' ', page.Styles)}");
        return context.Response.WriteAsync($"<!DOCTYPE html><title>Framed</title><body><p>{given}</p><main>{page.Body}</main>", context.RequestAborted);
    }
}
