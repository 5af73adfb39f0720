using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Where people make an account for themselves, if they may.</summary>
internal static class RegisterPage
{
    private const string NameField = "name", PasswordField = "password", AgainField = "again", DoneName = "done";

    private static readonly ImmutableDictionary<string, string> NoProblems = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether there is such a page now.</summary>
    public static bool IsOpen(PanelRequest request) => request.Services.Registration is { Mode: not RegistrationMode.Off };

    public static Task ShowAsync(PanelRequest request) => request.Query(DoneName) is { } done ? DoneAsync(request, done)
        : Refusal(request) is { } refusal ? RefuseAsync(request, refusal) : AskAsync(request, "", NoProblems, StatusCodes.Status200OK);

    public static async Task TakeAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var (name, password) = (posted[NameField].ToString().Trim(), posted[PasswordField].ToString());
        if (Refusal(request) is { } refusal)
        {
            await RefuseAsync(request, refusal);
            return;
        }

        var problems = AccountPage.Check(password, posted[AgainField].ToString(), PasswordField, AgainField);
        if (name.Length == 0) problems = problems.Add(NameField, "Give a name.");
        if (!problems.IsEmpty)
        {
            await AskAsync(request, name, problems, StatusCodes.Status400BadRequest);
            return;
        }

        try
        {
            var user = await request.Services.Registration!.RegisterAsync(name, password, request.Session.Client, CancellationToken.None);
            request.Redirect(PanelUrls.With(PanelUrls.Register, (DoneName, user.IsDisabled ? "waits" : "in")));
        }
        catch (IdentityException error)
        {
            await AskAsync(request, name, NoProblems.Add(error.Error == IdentityError.InvalidPassword ? PasswordField : NameField, error.Message), StatusOf(error.Error));
        }
    }

    private static int StatusOf(IdentityError error) => error switch
    {
        IdentityError.Throttled => StatusCodes.Status429TooManyRequests,
        IdentityError.UserExists => StatusCodes.Status409Conflict,
        IdentityError.RegistrationClosed => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };

    private static (string Message, int Status)? Refusal(PanelRequest request)
    {
        if (!IsOpen(request)) return ("Nobody can register here. Ask an operator for an account.", StatusCodes.Status404NotFound);
        return request.Session.Client.IsPrivate ? null : (LoginMessages.PrivacyRequired, StatusCodes.Status403Forbidden);
    }

    private static Task RefuseAsync(PanelRequest request, (string Message, int Status) refusal)
    {
        var html = new HtmlWriter();
        Notice.Write(html, ViewTone.Bad, refusal.Message);
        html.Add($"""<p class="buttons"><a class="button" href="{PanelUrls.Login}">Log in</a></p>""");
        return PageFrame.WriteAsync(request, new("Register", html) { IsAlone = true, Status = refusal.Status });
    }

    private static Task AskAsync(PanelRequest request, string name, ImmutableDictionary<string, string> problems, int status)
    {
        var html = new HtmlWriter();
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Register}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}">""");
        FieldWriter.Write(html, new(NameField, "Name")
        {
            Value = name, Autocomplete = "username", IsRequired = true, MaxLength = 64, HasFocus = true, Problem = problems.GetValueOrDefault(NameField),
            Description = "To log in with: letters, digits, and . _ -",
        });
        AccountPage.WriteNewPassword(html, "Password", problems, PasswordField, AgainField);
        html.Add($"""<p class="buttons"><button class="first">Register</button> <a class="button" href="{PanelUrls.Login}">Log in</a></p></form>""");
        return PageFrame.WriteAsync(request, new("Register", html)
        {
            IsAlone = true, Status = status,
            Description = request.Services.Registration?.Mode == RegistrationMode.Approval ? "An operator looks at it before you can log in." : null,
        });
    }

    private static Task DoneAsync(PanelRequest request, string done)
    {
        var html = new HtmlWriter();
        Notice.Write(html, ViewTone.Good, done == "waits" ? "You are registered. You can log in once an operator has approved." : "You are registered, and can log in.");
        html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.Login}">Log in</a></p>""");
        return PageFrame.WriteAsync(request, new("Register", html) { IsAlone = true });
    }
}
