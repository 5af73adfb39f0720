using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Where somebody with a one-time link sets their password: who was invited, or has lost it.</summary>
internal static class WelcomePage
{
    private const string TokenName = "token", PasswordField = "password", AgainField = "again", DoneName = "done";

    private static readonly ImmutableDictionary<string, string> NoProblems = ImmutableDictionary<string, string>.Empty;

    public static async Task ShowAsync(PanelRequest request)
    {
        if (request.Query(DoneName) is not null) await DoneAsync(request);
        else await GuardAsync(request, request.Query(TokenName) ?? "", async (links, token) =>
            await AskAsync(request, token, await links.FindAsync(token, request.Session.Client, request.Aborted), NoProblems, StatusCodes.Status200OK));
    }

    public static async Task TakeAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var password = posted[PasswordField].ToString();
        await GuardAsync(request, posted[TokenName].ToString(), async (links, token) =>
        {
            var problems = AccountPage.Check(password, posted[AgainField].ToString(), PasswordField, AgainField);
            try
            {
                if (problems.IsEmpty)
                {
                    // Once begun it is carried through: a browser that goes away must not leave its user wondering which password holds.
                    await links.AcceptAsync(token, password, request.Session.Client, CancellationToken.None);
                    request.Redirect(PanelUrls.With(PanelUrls.Welcome, (DoneName, "1")));
                    return;
                }
            }
            catch (IdentityException error) when (error.Error == IdentityError.InvalidPassword)
            {
                problems = NoProblems.Add(PasswordField, error.Message);
            }

            await AskAsync(request, token, await links.FindAsync(token, request.Session.Client, request.Aborted), problems, StatusCodes.Status400BadRequest);
        });
    }

    /// <summary>What is refused is said the same way, whether or not there is anybody.</summary>
    private static async Task GuardAsync(PanelRequest request, string token, Func<IUserInvitations, string, Task> action)
    {
        if (request.Services.Invitations is not { } links) await RefuseAsync(request, "There are no such links here.", StatusCodes.Status404NotFound);
        else if (!request.Session.Client.IsPrivate) await RefuseAsync(request, LoginMessages.PrivacyRequired, StatusCodes.Status403Forbidden);
        else
        {
            try
            {
                await action(links, token);
            }
            catch (IdentityException error) when (error.Error is IdentityError.InvalidLink or IdentityError.Throttled)
            {
                await RefuseAsync(request, error.Message, error.Error == IdentityError.Throttled ? StatusCodes.Status429TooManyRequests : StatusCodes.Status403Forbidden);
            }
        }
    }

    private static Task RefuseAsync(PanelRequest request, string refusal, int status)
    {
        var html = new HtmlWriter();
        Notice.Write(html, ViewTone.Bad, refusal);
        html.Add($"""<p class="buttons"><a class="button" href="{PanelUrls.Login}">Log in</a></p>""");
        return PageFrame.WriteAsync(request, new("Set your password", html) { IsAlone = true, Status = status });
    }

    private static Task AskAsync(PanelRequest request, string token, string name, ImmutableDictionary<string, string> problems, int status)
    {
        var html = new HtmlWriter();
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Welcome}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{TokenName}" value="{token}">""");
        html.Add($"""<div class="field settled"><span class="label">Name</span><strong>{name}</strong><input type="hidden" autocomplete="username" name="_name" value="{name}"></div>""");
        AccountPage.WriteNewPassword(html, "Password", problems, PasswordField, AgainField);
        html.Add($"""<p class="buttons"><button class="first">Set the password</button></p></form>""");
        return PageFrame.WriteAsync(request, new("Set your password", html) { IsAlone = true, Status = status, Description = "You log in with this name and the password you choose. This link works once." });
    }

    private static Task DoneAsync(PanelRequest request)
    {
        var html = new HtmlWriter();
        Notice.Write(html, ViewTone.Good, "Your password is set.");
        html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.Login}">Log in</a></p>""");
        return PageFrame.WriteAsync(request, new("Set your password", html) { IsAlone = true });
    }
}
