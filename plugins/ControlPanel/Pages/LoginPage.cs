using System.Globalization;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Login;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Logging in, step by step, and out.</summary>
internal static class LoginPage
{
    /// <summary>Names what was proved in the steps before.</summary>
    public const string StateField = "_state";

    private const string StepField = "_step";

    private static readonly ILoginStep First = new PasswordStep();

    private static readonly ILoginStep[] Steps = [First, new CodeStep()];

    public static Task ShowAsync(PanelRequest request)
    {
        if (request.User is null) return WriteAsync(request, First, request.Query(PanelUrls.To), null, null, null);
        request.Redirect(PanelUrls.Return(request.Query(PanelUrls.To)));
        return Task.CompletedTask;
    }

    public static async Task TakeAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var step = Steps.FirstOrDefault(known => known.Name == posted[StepField]) ?? First;
        var to = posted[PanelUrls.To].ToString();
        // A session's cookie must not travel where others can read it, so there is no use in asking whether the password is right.
        var outcome = request.Session.Client.IsPrivate ? await step.TakeAsync(request, posted)
            : new LoginOutcome.Again(LoginMessages.PrivacyRequired, StatusCodes.Status403Forbidden, TimeSpan.Zero);
        switch (outcome)
        {
            case LoginOutcome.Done(var principal):
                request.Session.SignIn(principal);
                request.Redirect(PanelUrls.Return(to));
                break;
            case LoginOutcome.Next(var next, var state):
                await WriteAsync(request, next, to, null, state, null);
                break;
            case LoginOutcome.Again again:
                await WriteAsync(request, step, to, posted, posted[StateField].ToString(), again);
                break;
            case LoginOutcome.Over(var message):
                await WriteAsync(request, First, to, null, null, new(message, StatusCodes.Status403Forbidden, TimeSpan.Zero));
                break;
        }
    }

    public static Task LogoutAsync(PanelRequest request)
    {
        request.Session.SignOut();
        request.Redirect(PanelUrls.Login);
        return Task.CompletedTask;
    }

    private static Task WriteAsync(PanelRequest request, ILoginStep step, string? to, IFormCollection? posted, string? state, LoginOutcome.Again? again)
    {
        if (again is { RetryAfter.Ticks: > 0 })
            request.Http.Response.Headers.RetryAfter = Math.Ceiling(again.RetryAfter.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        var html = new HtmlWriter();
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Login}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{StepField}" value="{step.Name}">""");
        html.Add($"""<input type="hidden" name="{PanelUrls.To}" value="{PanelUrls.Return(to)}">""");
        html.AddIf(!string.IsNullOrEmpty(state), $"""<input type="hidden" name="{StateField}" value="{state}">""");
        step.WriteFields(html, posted, again?.Message);
        html.Add($"""<p class="buttons"><button class="first">{step.Label}</button></p></form>""");
        html.AddIf(RegisterPage.IsOpen(request), $"""<p>No account yet? <a href="{PanelUrls.Register}">Register</a></p>""");
        return PageFrame.WriteAsync(request, new("Log in", html) { IsAlone = true, Status = again?.Status ?? StatusCodes.Status200OK });
    }
}
