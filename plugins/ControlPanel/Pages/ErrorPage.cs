using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>What could not be shown, in the same frame as everything else.</summary>
internal static class ErrorPage
{
    public static int StatusOf(PanelError error) => error switch
    {
        PanelError.NotFound => StatusCodes.Status404NotFound,
        PanelError.Invalid => StatusCodes.Status400BadRequest,
        PanelError.Denied => StatusCodes.Status403Forbidden,
        PanelError.Unavailable => StatusCodes.Status404NotFound,
        PanelError.Busy => StatusCodes.Status503ServiceUnavailable,
        PanelError.Configuration => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status409Conflict,
    };

    public static Task ShowAsync(PanelRequest request, int status, string message)
    {
        var html = new HtmlWriter();
        Notice.Write(html, ViewTone.Bad, message);
        html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.Home}">Overview</a>""");
        html.AddIf(request.User is not null, $"""<a class="button" href="{PanelUrls.Index}">All panels</a>""");
        html.Add($"</p>");
        return PageFrame.WriteAsync(request, new(TitleOf(status), html) { Status = status, IsAlone = request.User is null });
    }

    private static string TitleOf(int status) => status switch
    {
        400 => "That is not right",
        403 => "That is not for you",
        404 => "Not found",
        409 => "That did not work",
        413 => "Too much",
        415 => "Not understood",
        503 => "Busy",
        >= 500 => "Something went wrong",
        _ => "That did not work",
    };
}
