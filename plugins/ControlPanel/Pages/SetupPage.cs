using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>Making the first administrator, with the link that the daemon announced.</summary>
internal static class SetupPage
{
    private const string TokenName = "token", NameField = "name", PasswordField = "password", AgainField = "again", DatabaseField = "plugin", Databases = "user-database";

    private static readonly ImmutableDictionary<string, string> NoProblems = ImmutableDictionary<string, string>.Empty;

    public static async Task ShowAsync(PanelRequest request)
    {
        if (!await request.Services.Setup.IsNeededAsync(request.Aborted)) request.Redirect(PanelUrls.Home);
        else if (request.Query(TokenName) is not { } token) await ExplainAsync(request, null, StatusCodes.Status200OK);
        else if (Refusal(request, token) is { } refusal) await ExplainAsync(request, refusal, StatusCodes.Status403Forbidden);
        else await AskAsync(request, token, "", NoProblems, StatusCodes.Status200OK);
    }

    public static async Task TakeAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var (token, name, password) = (posted[TokenName].ToString(), posted[NameField].ToString().Trim(), posted[PasswordField].ToString());
        if (Refusal(request, token) is { } refusal)
        {
            await ExplainAsync(request, refusal, StatusCodes.Status403Forbidden);
            return;
        }

        var problems = AccountPage.Check(password, posted[AgainField].ToString(), PasswordField, AgainField);
        if (!problems.IsEmpty)
        {
            await AskAsync(request, token, name, problems, StatusCodes.Status400BadRequest);
            return;
        }

        if (!request.Services.Setup.TryBegin(token))
        {
            await ExplainAsync(request, "This link is being used just now.", StatusCodes.Status409Conflict);
            return;
        }

        var wasUsed = false;
        try
        {
            // Somebody may have made an operator at the command line since.
            wasUsed = await request.Services.Setup.HasOperatorAsync(request.Aborted);
            if (!wasUsed)
            {
                var caller = new Caller("setup", PanelRequest.Surface) { RemoteAddress = request.Session.Client.RemoteAddress };
                var user = await request.Services.Users.AddAsync(new NewUser(name, password) { Roles = [WellKnownRoles.Operator] }, caller, CancellationToken.None);
                wasUsed = true;
                ControlPanelLog.SetUp(request.Services.Logger, user.Name, request.Session.Client.RemoteAddress);
                request.Session.SignIn(Principal.Of(user));
            }

            request.Redirect(PanelUrls.SetupDone);
        }
        catch (IdentityException error)
        {
            var field = error.Error == IdentityError.InvalidPassword ? PasswordField : NameField;
            await AskAsync(request, token, name, NoProblems.Add(field, error.Message), StatusCodes.Status400BadRequest);
        }
        finally
        {
            request.Services.Setup.End(wasUsed);
        }
    }

    /// <summary>Has users kept in another of the databases there are, before the first one is made.</summary>
    public static async Task ChooseDatabaseAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        var token = posted[TokenName].ToString();
        // Whoever has the link may do what an operator may: it is good for becoming one.
        var refusal = Refusal(request, token) ?? (await request.Services.Setup.HasOperatorAsync(request.Aborted) ? "There is an operator by now." : null);
        if (refusal is not null)
        {
            await ExplainAsync(request, refusal, StatusCodes.Status403Forbidden);
            return;
        }

        var result = await request.Services.Catalog.ActAsync(
            Databases, ActRequest.Of("choose", (DatabaseField, posted[DatabaseField].ToString())), OperatorOf(request), cancellationToken: request.Aborted);
        var html = new HtmlWriter();
        Notice.Write(html, result.Tone, result.Message, "This takes a moment, in which the control panel is built anew. The link stays good.");
        html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.With(PanelUrls.Setup, (TokenName, token))}">Go on</a></p>""");
        await PageFrame.WriteAsync(request, new("Set up this daemon", html) { IsAlone = true });
    }

    /// <summary>Where users are kept and where the daemon listens, which whoever sets it up wants to know next.</summary>
    public static async Task DoneAsync(PanelRequest request)
    {
        var html = new HtmlWriter();
        Notice.Write(html, ViewTone.Good, $"{request.Principal.UserName} is the administrator, and logged in.");
        if (request.Services.Store is { } store)
            html.Add($"""<section class="part"><h2>User database</h2><p>Users are kept in <strong>{store.Name}</strong>{(store.IsReadOnly ? ", which cannot be changed from here" : "")}.</p></section>""");
        if (request.Panels.FirstOrDefault(panel => panel.Name == "user-database") is { } databases)
            html.Add($"""<p><a href="{PanelUrls.Panel(databases.Name)}">{databases.Title}: {databases.Description}</a></p>""");
        if (request.Panels.FirstOrDefault(panel => panel.Name == "endpoint") is { } endpoints)
        {
            html.Add($"""<section class="part"><h2>Where the daemon listens</h2>""");
            var view = await request.Services.Catalog.ViewAsync(endpoints.Name, request.Caller, cancellationToken: request.Aborted);
            ViewWriter.Write(html, view, new(endpoints, request.Session.CsrfToken) { Level = 3, HasActs = false });
            html.Add($"</section>");
        }

        html.Add($"""<p class="buttons"><a class="button first" href="{PanelUrls.Home}">Overview</a></p>""");
        await PageFrame.WriteAsync(request, new("Set up", html) { Panel = "" });
    }

    private static string? Refusal(PanelRequest request, string token)
    {
        if (!request.Session.Client.IsPrivate) return "The set-up link works only on the machine itself or over https, where nobody can read along.";
        return request.Services.Setup.IsGood(token) ? null : "This link is not good: it was used, or is too old, or is not whole.";
    }

    private static Task ExplainAsync(PanelRequest request, string? refusal, int status)
    {
        var html = new HtmlWriter();
        if (refusal is not null) Notice.Write(html, ViewTone.Bad, refusal);
        html.Add($"""<p>Nobody can manage this daemon yet. When it started it made a link with which to do so once; it stands</p><ul><li>in the daemon's log, as a warning, and</li>""");
        html.Add($"""<li>in the file <code>{Setup.SetupLink.FileName}</code> in the data directory of the plugin <code>control-panel</code>, below the run directory, readable only by the daemon's user.</li></ul>""");
        html.Add($"""<p>If it is too old, reload the plugin (<code>pluginhost plugin reload control-panel</code>) for a new one. An operator can also be made at the command line: <code>pluginhost user add NAME --role operator</code></p>""");
        return PageFrame.WriteAsync(request, new("Set up this daemon", html) { IsAlone = true, Status = status });
    }

    private static Caller OperatorOf(PanelRequest request) =>
        new("setup", PanelRequest.Surface) { Roles = [WellKnownRoles.Operator], RemoteAddress = request.Session.Client.RemoteAddress };

    private static async Task WriteDatabasesAsync(HtmlWriter html, PanelRequest request, string token)
    {
        var caller = OperatorOf(request);
        if (request.Services.Catalog.List(caller).FirstOrDefault(panel => panel.Name == Databases) is not { } panel) return;
        if (await request.Services.Catalog.ViewAsync(Databases, caller, cancellationToken: request.Aborted) is not View.Table { Rows: { Length: > 1 } rows } table) return;
        html.Add($"""<section class="part"><h2>User database</h2><p>Users can be kept in one of these. Choose it before you make the administrator.</p>""");
        ViewWriter.Write(html, table, new(panel, request.Session.CsrfToken) { Level = 3, HasActs = false });
        html.Add($"""<form method="post" action="{PanelUrls.Setup}/database"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{TokenName}" value="{token}"><p class="buttons">""");
        // The one in use is marked as good.
        foreach (var id in rows.Where(row => row.Tone != ViewTone.Good).Select(row => row.Subject).OfType<string>())
            html.Add($"""<button name="{DatabaseField}" value="{id}">Use {id}</button>""");
        html.Add($"</p></form></section>");
    }

    private static async Task AskAsync(PanelRequest request, string token, string name, ImmutableDictionary<string, string> problems, int status)
    {
        var html = new HtmlWriter();
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Setup}"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{TokenName}" value="{token}">""");
        FieldWriter.Write(html, new(NameField, "Name")
        {
            Value = name, Autocomplete = "username", IsRequired = true, MaxLength = 64, HasFocus = true, Problem = problems.GetValueOrDefault(NameField),
            Description = "To log in with: letters, digits, and . _ -",
        });
        AccountPage.WriteNewPassword(html, "Password", problems, PasswordField, AgainField);
        html.Add($"""<p class="buttons"><button class="first">Make the administrator</button></p></form>""");
        await WriteDatabasesAsync(html, request, token);
        await PageFrame.WriteAsync(request, new("Set up this daemon", html)
        {
            IsAlone = true, Status = status, Description = "Make the administrator. This link works once.",
        });
    }
}
