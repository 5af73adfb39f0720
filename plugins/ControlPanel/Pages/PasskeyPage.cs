using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Login;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Pages;

/// <summary>One's own passkeys: the part of the account's page that shows them, adding one, and removing one.</summary>
internal static class PasskeyPage
{
    public const string Added = "passkey", Removed = "passkey-removed";

    private const string LabelField = "label", KeyField = "key";
    private const int MaxLabel = 64;

    /// <summary>Adds the one that the browser has made.</summary>
    public static async Task AddAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        if (!Passkeys.AreKept(request)) throw new PanelException(PanelError.NotFound, "There are no passkeys here.");
        try
        {
            await request.Services.Passkeys!.FinishRegistrationAsync(
                request.Principal.UserName, PasskeyCookie.Take(request.Http), posted[Passkeys.Answer].ToString(), posted[LabelField].ToString(), Passkeys.OriginOf(request), request.Caller,
                request.Aborted);
        }
        catch (IdentityException error)
        {
            await AccountPage.WriteAsync(request, ImmutableDictionary<string, string>.Empty.Add(LabelField, error.Message), StatusCodes.Status400BadRequest);
            return;
        }

        request.Redirect(PanelUrls.With(PanelUrls.Account, (AccountPage.DoneField, Added)));
    }

    /// <summary>Removes one, after asking who it is that asks where that was not proved a short while ago.</summary>
    public static async Task RemoveAsync(PanelRequest request)
    {
        var posted = await FormReader.ReadAsync(request);
        if (request.Principal.IsAppPassword) throw new PanelException(PanelError.Denied, "An app password is no proof for changing the account. Log in with your own.");
        var key = (await Passkeys.OfUserAsync(request)).FirstOrDefault(key => key.Id == posted[KeyField]) ?? throw new PanelException(PanelError.NotFound, "You have no such passkey; it may have been removed.");
        var isFirst = !posted.ContainsKey(Confirmation.Password) && !posted.ContainsKey(Passkeys.Answer);
        if (await Confirmation.RefuseAsync(request, posted) is { } refusal)
        {
            await AskAsync(request, key, isFirst ? null : refusal);
            return;
        }

        await request.Services.Keys!.RemoveAsync(request.Principal.UserName, key.Id, request.Caller, request.Aborted);
        request.Redirect(PanelUrls.With(PanelUrls.Account, (AccountPage.DoneField, Removed)));
    }

    /// <summary>The part of the account's page.</summary>
    public static async Task WriteAsync(HtmlWriter html, PanelRequest request, string? problem)
    {
        if (!Passkeys.AreKept(request)) return;
        html.Add($"""<section class="part"><h2>Passkeys</h2>""");
        List(html, request, await Passkeys.OfUserAsync(request));
        if (Passkeys.AreHere(request)) await FormAsync(html, request, problem);
        else html.Add($"""<p class="hint">A passkey can be added and used where the address begins with https and has a name for a host, or is http://localhost. This one has neither.</p>""");
        html.Add($"</section>");
    }

    public static string? ProblemOf(ImmutableDictionary<string, string> problems) => problems.GetValueOrDefault(LabelField);

    private static async Task FormAsync(HtmlWriter html, PanelRequest request, string? problem)
    {
        html.Add($"""<div data-passkey-area hidden><form class="act" method="post" action="{PanelUrls.Account}/passkey"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}">""");
        FieldWriter.Write(html, new(LabelField, "Name of a new passkey")
        {
            IsRequired = true, MaxLength = MaxLabel, Problem = problem, Description = "To tell it from others: the device it is kept by. It logs you in without name, password and code.",
        });
        // The password, where it is asked for, goes with the request for the options; no passkey can stand for it here.
        if (await Confirmation.AskedAsync(request) != Proof.None) Confirmation.WriteFields(html, Proof.Password, null);
        Passkeys.WriteButton(html, "Add a passkey", PanelUrls.PasskeyRegister, isNew: true);
        html.Add($"</form></div>");
    }

    private static void List(HtmlWriter html, PanelRequest request, ImmutableArray<AccountKey> keys)
    {
        if (keys.IsEmpty)
        {
            html.Add($"""<p class="empty">You have none.</p>""");
            return;
        }

        html.Add($"""<table><caption class="unseen">Your passkeys</caption><thead><tr><th scope="col">Name</th><th scope="col">Host</th><th scope="col">Added</th><th scope="col">Last used</th><th scope="col" class="doing">Acts</th></tr></thead><tbody>""");
        foreach (var key in keys)
        {
            html.Add($"""<tr><th scope="row" data-label="Name">{key.Label}</th><td data-label="Host">{key.Host}</td>""");
            Time(html, "Added", key.CreatedAt);
            Time(html, "Last used", key.LastUsedAt);
            html.Add($"""<td class="doing" data-label="Acts"><form method="post" action="{PanelUrls.Account}/passkey/remove"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{KeyField}" value="{key.Id}"><button>Remove<span class="unseen"> {key.Label}</span></button></form></td></tr>""");
        }

        html.Add($"</tbody></table>");
    }

    private static void Time(HtmlWriter html, string label, DateTimeOffset? time)
    {
        html.Add($"""<td data-label="{label}">""");
        if (time is { } at) html.Add($"""<time datetime="{PanelValue.Of(at).Text}">{PanelText.Of(at)}</time>""");
        else html.Add($"–");
        html.Add($"</td>");
    }

    private static async Task AskAsync(PanelRequest request, AccountKey key, string? refusal)
    {
        var html = new HtmlWriter();
        html.Add($"""<form class="act" method="post" action="{PanelUrls.Account}/passkey/remove"><input type="hidden" name="{PanelUrls.Token}" value="{request.Session.CsrfToken}"><input type="hidden" name="{KeyField}" value="{key.Id}">""");
        Confirmation.WriteFields(html, await Confirmation.AskedAsync(request), refusal);
        html.Add($"""<p class="question">Remove it? Whatever device keeps it logs in no more.</p><p class="buttons"><button class="first careful">Remove</button><a class="button plain" href="{PanelUrls.Account}">Cancel</a></p></form>""");
        var status = refusal is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden;
        await PageFrame.WriteAsync(request, new($"Remove the passkey {key.Label}", html) { Status = status, Trail = [("Your account", PanelUrls.Account)] });
    }
}
