using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>What every user can do for themselves: the password, passkeys, and the browsers they are logged in with.</summary>
internal static class AccountPage
{
    /// <summary>Says what was done, in the address that is gone to afterwards.</summary>
    public const string DoneField = "done";

    private const string PresentField = "present", NewField = "new", AgainField = "again", SessionField = "session", Others = "others";
    private const int MinPassword = 8, MaxPassword = 1024;

    public static Task ShowAsync(PanelRequest request) => WriteAsync(request, ImmutableDictionary<string, string>.Empty, StatusCodes.Status200OK);

    public static async Task ChangePasswordAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var (present, wanted) = (posted[PresentField].ToString(), posted[NewField].ToString());
        if (Check(wanted, posted[AgainField].ToString()) is { IsEmpty: false } problems)
        {
            await WriteAsync(request, problems, StatusCodes.Status400BadRequest);
            return;
        }

        if (await Confirmation.CheckAsync(request, present) is { } refusal)
        {
            await WriteAsync(request, ImmutableDictionary<string, string>.Empty.Add(PresentField, refusal), StatusCodes.Status403Forbidden);
            return;
        }

        try
        {
            await request.Services.Users.ChangeAsync(request.Principal.UserName, new UserChange { Password = wanted }, request.Caller, request.Aborted);
        }
        catch (IdentityException error)
        {
            await WriteAsync(request, ImmutableDictionary<string, string>.Empty.Add(NewField, error.Message), StatusCodes.Status409Conflict);
            return;
        }

        // Whoever knew the old password must not stay.
        RevokeOthers(request);
        request.Redirect(PanelUrls.With(PanelUrls.Account, (DoneField, "password")));
    }

    public static async Task RevokeAsync(PanelRequest request)
    {
        var wanted = (await FormReader.ReadAsync(request))[SessionField].ToString();
        if (wanted == Others) RevokeOthers(request);
        else if (request.Services.Sessions.List(request.Principal.UserId).Any(session => session.Id == wanted)) request.Services.Sessions.Revoke(wanted);
        else throw new PanelException(PanelError.NotFound, "You have no such session; it may have ended.");
        request.Redirect(wanted == request.Session.Session?.Id ? PanelUrls.Login : PanelUrls.With(PanelUrls.Account, (DoneField, "session")));
    }

    /// <summary>What is wrong with a password that was given twice.</summary>
    public static ImmutableDictionary<string, string> Check(string password, string again, string field = NewField, string againField = AgainField)
    {
        var none = ImmutableDictionary<string, string>.Empty;
        if (password.Length is < MinPassword or > MaxPassword) return none.Add(field, $"The password must have {MinPassword} to {MaxPassword} characters.");
        return password == again ? none : none.Add(againField, "The two are not the same.");
    }

    /// <summary>The fields for a new password, given twice.</summary>
    public static void WriteNewPassword(HtmlWriter html, string label, ImmutableDictionary<string, string> problems, string field = NewField, string againField = AgainField)
    {
        FieldWriter.Write(html, new(field, label)
        {
            Type = "password", Autocomplete = "new-password", IsRequired = true, MinLength = MinPassword, MaxLength = MaxPassword, Problem = problems.GetValueOrDefault(field),
            Description = $"{MinPassword} characters or more. Several words are better than odd characters.",
        });
        FieldWriter.Write(html, new(againField, "The same again")
        {
            Type = "password", Autocomplete = "new-password", IsRequired = true, MaxLength = MaxPassword, Problem = problems.GetValueOrDefault(againField),
        });
    }

    private static void RevokeOthers(PanelRequest request)
    {
        foreach (var session in request.Services.Sessions.List(request.Principal.UserId).Where(session => session.Id != request.Session.Session?.Id))
            request.Services.Sessions.Revoke(session.Id);
    }

    public static async Task WriteAsync(PanelRequest request, ImmutableDictionary<string, string> problems, int status)
    {
        var html = new HtmlWriter();
        if (request.Query(DoneField) is { } done) Notice.Write(html, ViewTone.Good, WordsOf(done));
        html.Add($"""<dl class="fields"><div><dt>Name</dt><dd>{request.Principal.UserName}</dd></div><div><dt>Roles</dt><dd>{(request.Principal.Roles.OrEmpty().IsEmpty ? "–" : string.Join(", ", request.Principal.Roles))}</dd></div></dl>""");
        if (request.Panels.FirstOrDefault(panel => panel.Name == "account") is { } keys)
            html.Add($"""<p><a href="{PanelUrls.Panel(keys.Name)}">{keys.Description ?? keys.Title}</a></p>""");
        html.Add($"""<section class="part"><h2>Sessions</h2>""");
        Sessions(html, request);
        html.Add($"""</section>""");
        await PasskeyPage.WriteAsync(html, request, PasskeyPage.ProblemOf(problems));
        html.Add($"""<section class="part"><h2>Password</h2><form class="act" method="post" action="{PanelUrls.Account}/password">""");
        html.Add($"""<input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" autocomplete="username" name="_name" value="{request.Principal.UserName}">""");
        FieldWriter.Write(html, new(PresentField, "Present password")
        {
            Type = "password", Autocomplete = "current-password", IsRequired = true, MaxLength = MaxPassword, Problem = problems.GetValueOrDefault(PresentField),
        });
        WriteNewPassword(html, "New password", problems);
        html.Add($"""<p class="buttons"><button class="first">Change password</button></p></form></section>""");
        await PageFrame.WriteAsync(request, new("Your account", html) { Status = status });
    }

    private static string WordsOf(string done) => done switch
    {
        "password" => "Your password is changed, and you are logged out everywhere else.",
        PasskeyPage.Added => "The passkey was added. From now on it logs you in.",
        PasskeyPage.Removed => "The passkey was removed. Your device may still offer it; remove it there, too.",
        _ => "Logged out there.",
    };

    private static void Sessions(HtmlWriter html, PanelRequest request)
    {
        var sessions = request.Services.Sessions.List(request.Principal.UserId);
        if (sessions.IsDefaultOrEmpty)
        {
            html.Add($"""<p class="empty">There is no session; you prove who you are with each request.</p>""");
            return;
        }

        html.Add($"""<table><caption class="unseen">Where you are logged in</caption><thead><tr><th scope="col">Browser</th><th scope="col">From</th><th scope="col">Since</th><th scope="col">Last used</th><th scope="col" class="doing">Acts</th></tr></thead><tbody>""");
        foreach (var session in sessions)
        {
            var isThis = session.Id == request.Session.Session?.Id;
            html.Add($"""<tr><th scope="row" data-label="Browser">{session.UserAgent ?? "unknown"}""");
            html.AddIf(isThis, $"""<br><strong>This one</strong>""");
            html.Add($"""</th><td data-label="From">{session.RemoteAddress ?? "–"}</td><td data-label="Since"><time datetime="{PanelValue.Of(session.CreatedAt).Text}">{PanelText.Of(session.CreatedAt)}</time></td>""");
            html.Add($"""<td data-label="Last used"><time datetime="{PanelValue.Of(session.LastSeenAt).Text}">{PanelText.Of(session.LastSeenAt)}</time></td><td class="doing" data-label="Acts">""");
            RevokeButton(html, request, session.Id, "Log out", $"{session.UserAgent} since {PanelText.Of(session.CreatedAt)}");
            html.Add($"</td></tr>");
        }

        html.Add($"</tbody></table>");
        if (sessions.Length > 1) RevokeButton(html, request, Others, "Log out everywhere else", null);
    }

    private static void RevokeButton(HtmlWriter html, PanelRequest request, string session, string label, string? what)
    {
        html.Add($"""<form method="post" action="{PanelUrls.Account}/revoke"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{SessionField}" value="{session}"><button>{label}""");
        html.AddIf(what is not null, $"""<span class="unseen"> {what}</span>""");
        html.Add($"</button></form>");
    }
}
