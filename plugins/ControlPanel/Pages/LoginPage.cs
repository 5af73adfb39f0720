using System.Globalization;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Logging in, step by step, and out.</summary>
internal static class LoginPage
{
    /// <summary>Names what was proved in the steps before.</summary>
    public const string StateField = "_state";

    private const string StepField = "_step";

    private static readonly ILoginStep First = new PasswordStep();

    private static readonly PasskeyStep Passkey = new PasskeyStep();

    private static readonly ILoginStep[] Steps = [First, new CodeStep(), Passkey];

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
            : step == Passkey ? new LoginOutcome.Over(LoginMessages.PrivacyRequired, StatusCodes.Status403Forbidden, TimeSpan.Zero)
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
            case LoginOutcome.Over over:
                await WriteAsync(request, First, to, null, null, new(over.Message, over.Status, over.RetryAfter), isOver: true);
                break;
        }
    }

    public static Task LogoutAsync(PanelRequest request)
    {
        request.Session.SignOut();
        request.Redirect(PanelUrls.Login);
        return Task.CompletedTask;
    }

    private static Task WriteAsync(PanelRequest request, ILoginStep step, string? to, IFormCollection? posted, string? state, LoginOutcome.Again? again, bool isOver = false)
    {
        if (again is { RetryAfter.Ticks: > 0 })
            request.Http.Response.Headers.RetryAfter = Math.Ceiling(again.RetryAfter.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        var html = new HtmlWriter();
        // What no field of the form is wrong with stands above it.
        if (isOver) Notice.Write(html, ViewTone.Bad, again?.Message);
        Begin(html, request, step, to);
        html.AddIf(!string.IsNullOrEmpty(state), $"""<input type="hidden" name="{StateField}" value="{state}">""");
        step.WriteFields(html, posted, isOver ? null : again?.Message);
        html.Add($"""<p class="buttons"><button class="first">{step.Label}</button></p></form>""");
        if (Passkeys.AreHere(request))
        {
            Begin(html, request, Passkey, to);
            Passkey.WriteFields(html, null, null);
            html.Add($"</form>");
        }

        html.AddIf(RegisterPage.IsOpen(request), $"""<p>No account yet? <a href="{PanelUrls.Register}">Register</a></p>""");
        return PageFrame.WriteAsync(request, new("Log in", html) { IsAlone = true, Status = again?.Status ?? StatusCodes.Status200OK });
    }

    private static void Begin(HtmlWriter html, PanelRequest request, ILoginStep step, string? to)
    {
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Login}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{StepField}" value="{step.Name}">""");
        html.Add($"""<input type="hidden" name="{PanelUrls.To}" value="{PanelUrls.Return(to)}">""");
    }
}
