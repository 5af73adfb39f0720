using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PluginFramework.Web;

namespace PluginFramework.Prompt.Web;

/// <summary>All pages on one screen, and what is the same for each: who may ask, what the browser may do with it, what becomes of errors.</summary>
internal sealed class PromptRoutes(IPromptConsoles consoles, WebPlaces places, WebAssets assets, PromptPage page, TimeProvider time, ILogger logger)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>How long a form waits for its entry's end, before the page comes back without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly string[] Get = ["GET", "HEAD"], Stream = ["GET"], Post = ["POST"];

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, Get, "", GoToLatest);
        Map(routes, Post, "new", Begin);
        MapConsole(routes, Get, "", (request, console) => page.ShowAsync(request, console, List(request)));
        MapConsole(routes, Stream, "/events", (request, console) => EventStream.WriteAsync(request, console, time));
        MapConsole(routes, Get, "/history", (request, console) => JsonAnswer.WriteAsync(request.Http, json => JsonAnswer.Write(json, console.History)));
        MapConsole(routes, Post, "/run", RunAsync);
        MapConsole(routes, Post, "/cancel", CancelAsync);
        MapConsole(routes, Post, "/reset", ResetAsync);
        MapConsole(routes, Post, "/close", CloseAsync);
        MapConsole(routes, Post, "/check", CheckAsync);
        MapConsole(routes, Post, "/classify", ClassifyAsync);
        MapConsole(routes, Post, "/complete", CompleteAsync);
        routes.MapMethods("assets/{file}", Get, ServeAssetAsync);
        Map(routes, Get, "{**path}", request => FailAsync(request.Http, StatusCodes.Status404NotFound, "There is no such page."));
    }

    private void MapConsole(IEndpointRouteBuilder routes, string[] methods, string pattern, Func<PromptRequest, IPromptConsole, Task> handle) =>
        Map(routes, methods, "{number:int:min(1)}" + pattern, async request =>
        {
            using var place = places.Take(request.Principal, request.Session, request.Number);
            if (place is not null) await handle(request, place.Console);
            else await FailAsync(request.Http, StatusCodes.Status404NotFound, "There is no such console: it was closed, or idle for long.");
        });

    private void Map(IEndpointRouteBuilder routes, string[] methods, string pattern, Func<PromptRequest, Task> handle) =>
        routes.MapMethods(pattern, methods, http => HandleAsync(http, handle));

    private async Task HandleAsync(HttpContext http, Func<PromptRequest, Task> handle)
    {
        Protect(http.Response);
        var session = http.Features.Get<IWebSessionFeature>() ?? throw new InvalidOperationException("The web server gives its requests no session.");
        if (session.Principal is not { } principal)
        {
            var request = http.Request;
            var back = HttpMethods.IsGet(request.Method) ? $"{PromptUrls.Home}{request.RouteValues["number"]}" : PromptUrls.Home;
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = $"{PromptUrls.Login}?to={Uri.EscapeDataString(back)}";
            return;
        }

        try
        {
            // A place is kept for a while; whether its user may still have it is asked each time.
            if (!principal.IsOperator || !session.Client.IsPrivate) consoles.List(principal, session.Client);
            await handle(new PromptRequest(http, session, principal));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone.
        }
        catch (UnauthorizedAccessException refused) when (!http.Response.HasStarted)
        {
            await FailAsync(http, StatusCodes.Status403Forbidden, refused.Message);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await FailAsync(http, bad.StatusCode, bad.Message);
        }
        catch (InvalidDataException bad) when (!http.Response.HasStarted)
        {
            await FailAsync(http, StatusCodes.Status413PayloadTooLarge, bad.Message);
        }
        catch (ObjectDisposedException) when (!http.Response.HasStarted)
        {
            await FailAsync(http, StatusCodes.Status410Gone, "The console was closed.");
        }
        catch (InvalidOperationException refused) when (!http.Response.HasStarted)
        {
            await FailAsync(http, StatusCodes.Status409Conflict, refused.Message);
        }
    }

    private ImmutableArray<PromptConsoleInfo> List(PromptRequest request) => consoles.List(request.Principal, request.Session.Client);

    private Task GoToLatest(PromptRequest request)
    {
        var latest = List(request).Where(info => info.OwnerId == request.Principal.UserId).MaxBy(info => info.LastUsedAt);
        if (latest is null) return Begin(request);
        request.Redirect(PromptUrls.Of(latest.Number));
        return Task.CompletedTask;
    }

    private Task Begin(PromptRequest request)
    {
        int number;
        using (var console = consoles.Open(request.Principal, request.Session.Client)) number = console.Info.Number;
        request.Redirect(PromptUrls.Of(number));
        return Task.CompletedTask;
    }

    private async Task RunAsync(PromptRequest request, IPromptConsole console)
    {
        var code = await request.ReadFieldAsync(PromptUrls.Code);
        if (DescriptionWriter.NameIn(code) is { } name)
        {
            var help = DescriptionWriter.Write(name, name.Length == 0 ? null : await console.DescribeAsync(name, request.Aborted));
            if (request.IsOfScript) await JsonAnswer.WriteAsync(request.Http, json => json.WriteStringValue(help.ToString()));
            else await page.ShowAsync(request, console, List(request), help: help);
            return;
        }

        var running = string.IsNullOrWhiteSpace(code) ? Task.CompletedTask : console.EvaluateAsync(code);
        if (running.Exception?.InnerException is InvalidOperationException refused)
        {
            if (request.IsOfScript) throw refused;
            await page.ShowAsync(request, console, List(request), code, refused.Message, status: StatusCodes.Status409Conflict);
            return;
        }

        // The entry goes on without whoever entered it.
        _ = running.ContinueWith(
            (failed, log) => PromptLog.EntryFailed((ILogger)log!, failed.Exception!), logger,
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        if (request.IsOfScript)
        {
            request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted);
        await Task.WhenAny(running, Task.Delay(Patience, time, enough.Token));
        await enough.CancelAsync();
        GoBack(request, console);
    }

    private static Task CancelAsync(PromptRequest request, IPromptConsole console)
    {
        console.Cancel();
        GoBack(request, console);
        return Task.CompletedTask;
    }

    private static async Task ResetAsync(PromptRequest request, IPromptConsole console)
    {
        await console.ResetAsync(request.Aborted);
        GoBack(request, console);
    }

    private static async Task CloseAsync(PromptRequest request, IPromptConsole console)
    {
        await console.CloseAsync();
        if (request.IsOfScript) request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        else request.Redirect(PromptUrls.Home);
    }

    private static async Task CheckAsync(PromptRequest request, IPromptConsole console)
    {
        var code = await request.ReadFieldAsync(PromptUrls.Code);
        var isComplete = DescriptionWriter.NameIn(code) is not null || console.IsComplete(code);
        await JsonAnswer.WriteAsync(request.Http, json => json.WriteBooleanValue(isComplete));
    }

    private static async Task ClassifyAsync(PromptRequest request, IPromptConsole console)
    {
        var spans = await console.ClassifyAsync(await request.ReadFieldAsync(PromptUrls.Code), request.Aborted);
        await JsonAnswer.WriteAsync(request.Http, json => JsonAnswer.Write(json, spans));
    }

    private static async Task CompleteAsync(PromptRequest request, IPromptConsole console)
    {
        var code = await request.ReadFieldAsync(PromptUrls.Code);
        var place = await request.ReadFieldAsync(PromptUrls.Position);
        if (!int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var position)) position = code.Length;
        var proposals = await console.CompleteAsync(code, position, request.Aborted);
        await JsonAnswer.WriteAsync(request.Http, json => JsonAnswer.Write(json, proposals));
    }

    private static void GoBack(PromptRequest request, IPromptConsole console)
    {
        if (request.IsOfScript) request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        else request.Redirect($"{PromptUrls.Of(console.Info.Number)}#entry-{console.Info.Entries}");
    }

    private async Task FailAsync(HttpContext http, int status, string text)
    {
        if (http.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal))
            await JsonAnswer.WriteAsync(http, json => json.WriteStringValue(text), status);
        else await page.SayAsync(http, text, status);
    }

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }

    private Task ServeAssetAsync(HttpContext http)
    {
        Protect(http.Response);
        return assets.ServeAsync(http, http.Request.RouteValues["file"] as string);
    }
}
