using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Login;

/// <summary>What pages with passkeys have in common. The script asks here for the options, the browser asks its user, and the answer travels in the form.</summary>
internal static class Passkeys
{
    /// <summary>The field of the browser's answer.</summary>
    public const string Answer = "_passkey";

    /// <summary>Whether users can have passkeys at all.</summary>
    public static bool AreKept(PanelRequest request) =>
        request.Services is { Passkeys: not null, Keys: not null, Store: { IsReadOnly: false } store } && store.Credentials.HasFlag(UserStoreCredentials.Keys);

    /// <summary>Whether they work at the address that the browser came by.</summary>
    public static bool AreHere(PanelRequest request) => AreKept(request) && request.Services.Passkeys!.WorkAt(OriginOf(request));

    /// <summary>The passkeys of whoever is logged in.</summary>
    public static async Task<ImmutableArray<AccountKey>> OfUserAsync(PanelRequest request) => !AreKept(request) ? []
        : [.. (await request.Services.Keys!.ListAsync(request.Principal.UserName, request.Aborted)).Where(key => key.Kind == AccountKeyKind.Passkey)];

    public static string OriginOf(PanelRequest request) => $"{request.Http.Request.Scheme}://{request.Http.Request.Host}";

    /// <summary>Checks an answer.</summary>
    /// <param name="request">The request it came with.</param>
    /// <param name="userName">Whose it must be; empty: anybody's.</param>
    /// <param name="answer">The answer.</param>
    public static ValueTask<AuthenticationResult> AuthenticateAsync(PanelRequest request, string userName, string answer) => request.Services.Authenticator.AuthenticateAsync(
        new PasskeyCredential(userName, PasskeyCookie.Take(request.Http), answer, OriginOf(request)), request.Session.Client, request.Aborted);

    public static Task BeginLoginAsync(PanelRequest request) =>
        AnswerAsync(request, (_, passkeys) => passkeys.BeginLoginAsync(null, OriginOf(request), request.Aborted));

    public static Task BeginConfirmationAsync(PanelRequest request) =>
        AnswerAsync(request, (_, passkeys) => passkeys.BeginLoginAsync(request.Principal.UserName, OriginOf(request), request.Aborted));

    public static Task BeginRegistrationAsync(PanelRequest request) => AnswerAsync(request, async (posted, passkeys) =>
    {
        if (request.Principal.IsAppPassword) throw new PanelException(PanelError.Denied, "An app password is no proof for changing the account. Log in with your own.");
        if (await Confirmation.RefuseAsync(request, posted) is { } refusal) throw new PanelException(PanelError.Denied, refusal);
        return await passkeys.BeginRegistrationAsync(request.Principal.UserName, OriginOf(request), request.Caller, request.Aborted);
    });

    /// <summary>What the script makes visible: a button that asks for a passkey and sends the form with it.</summary>
    /// <param name="html">Where it goes.</param>
    /// <param name="label">What the button says.</param>
    /// <param name="options">Where the options are.</param>
    /// <param name="isNew">Whether a passkey is made, or used.</param>
    public static void WriteButton(HtmlWriter html, string label, string options, bool isNew = false) => html.Add(
        $"""<div data-passkey-area hidden><input type="hidden" name="{Answer}"><p class="buttons"><button type="button" data-passkey="{(isNew ? "create" : "get")}" data-options="{options}">{label}</button></p></div>""");

    /// <summary>Answers the script: with options for the browser, or in plain words.</summary>
    private static async Task AnswerAsync(PanelRequest request, Func<IFormCollection, IUserPasskeys, Task<PasskeyCeremony>> begin)
    {
        var posted = await FormReader.ReadAsync(request);
        var response = request.Http.Response;
        try
        {
            var ceremony = await begin(posted, request.Services.Passkeys ?? throw new PanelException(PanelError.NotFound, "There are no passkeys here."));
            PasskeyCookie.Write(request.Http, ceremony.Ticket);
            response.ContentType = "application/json";
            await response.WriteAsync(ceremony.Options, request.Aborted);
        }
        catch (Exception error) when (error is IdentityException or PanelException)
        {
            response.StatusCode = error is PanelException { Error: var kind } ? ErrorPage.StatusOf(kind) : StatusCodes.Status409Conflict;
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync(error.Message, request.Aborted);
        }
    }
}
