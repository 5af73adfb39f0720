using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>What happens at a console as server-sent events, which a browser asks for anew by itself from where it left off.</summary>
internal static class EventStream
{
    /// <summary>After this the browser has to come again, and to say anew who it is.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    public static async Task WriteAsync(PromptRequest request, IPromptConsole console, TimeProvider time)
    {
        var http = request.Http;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        using var length = new CancellationTokenSource(Length, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(length.Token, request.Aborted);
        await http.Response.WriteAsync("retry: 500\n\n", end.Token);
        await http.Response.Body.FlushAsync(end.Token);
        await foreach (var each in console.ReadAllAsync(After(http.Request), end.Token))
        {
            if (Describe(each, console) is not var (name, data)) continue;
            await http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {each.Id}\nevent: {name}\ndata: {data}\n\n"), request.Aborted);
            await http.Response.Body.FlushAsync(request.Aborted);
        }
    }

    private static long After(HttpRequest request)
    {
        var text = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : request.Query[PromptUrls.After].ToString();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : 0;
    }

    private static (string Name, string Data)? Describe(PromptEvent each, IPromptConsole console)
    {
        switch (each)
        {
            case PromptEvent.Entered entered:
                return ("entry", Entry(entered, null));
            case PromptEvent.Ended ended:
                return console.Read().OfType<PromptEvent.Entered>().FirstOrDefault(entered => entered.Entry == ended.Entry) is { } begun
                    ? ("entry", Entry(begun, ended.Result))
                    : null;
            case PromptEvent.Wrote wrote:
                return ("output", JsonAnswer.Of(json =>
                {
                    json.WriteStartObject();
                    json.WriteNumber("entry", wrote.Entry);
                    json.WriteNumber("offset", wrote.Offset);
                    json.WriteString("text", wrote.Text);
                    json.WriteEndObject();
                }));
            case PromptEvent.Joined or PromptEvent.Left:
                return ("attendees", JsonAnswer.Of(json => json.WriteStringValue(PromptPage.Attendees(console.Info))));
            default:
                var note = new HtmlWriter();
                EntryWriter.WriteNote(note, each);
                return (each is PromptEvent.Closed ? "closed" : "note", JsonAnswer.Of(json => json.WriteStringValue(note.ToString())));
        }
    }

    private static string Entry(PromptEvent.Entered entered, PromptResult? result)
    {
        var html = new HtmlWriter();
        EntryWriter.Write(html, entered, result);
        return JsonAnswer.Of(json => Write(json, entered.Entry, html.ToString(), result is null));
    }

    private static void Write(Utf8JsonWriter json, int entry, string html, bool isRunning)
    {
        json.WriteStartObject();
        json.WriteNumber("entry", entry);
        json.WriteBoolean("running", isRunning);
        json.WriteString("html", html);
        json.WriteEndObject();
    }
}
