using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PluginFramework.Web;

namespace PluginFramework.Http.Serving;

/// <summary>The server's own plain pages, for errors and refusals.</summary>
internal static class Answers
{
    /// <summary>Answers with a status and a sentence, as a page or as text, whichever the client would rather have.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string message)
    {
        var response = context.Response;
        if (!response.HasStarted) response.Clear();
        response.Headers.CacheControl = "no-store";
        var title = $"{status} {ReasonPhrases.GetReasonPhrase(status)}";
        var isHtml = context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
        var content = new HtmlWriter().Add($"<p>{message}</p>");
        if (isHtml && context.Features.Get<AnswerOf>()?.Framed is { } framed && await framed.TryWriteAsync(context, status, title, content)) return;
        response.StatusCode = status;
        var body = Encoding.UTF8.GetBytes(isHtml ? Page(title, content) : $"{title}\n{message}\n");
        response.ContentType = isHtml ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Answers with a page of the server.</summary>
    public static async Task WritePageAsync(HttpContext context, string title, HtmlWriter content)
    {
        var body = Encoding.UTF8.GetBytes(Page(title, content));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Answers that the request failed, or breaks the response off where it has begun.</summary>
    public static async Task FailAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted) context.Abort();
        else await WriteAsync(context, status, message);
    }

    /// <summary>Sends the client to the same path of another server.</summary>
    public static void RedirectTo(HttpContext context, string server)
    {
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = server + context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
    }

    /// <summary>Sends the client to another path of this server, with the query it came with.</summary>
    public static void Redirect(HttpContext context, int status, PathString path)
    {
        context.Response.StatusCode = status;
        // A path that begins with two slashes would be another host.
        context.Response.Headers.Location = "/" + path.ToUriComponent().TrimStart('/') + context.Request.QueryString.ToUriComponent();
    }

    private static string Page(string title, HtmlWriter content) => new HtmlWriter().Add(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
        <body><h1>{title}</h1>
        {content}
        </body>
        </html>

        """).ToString();
}
