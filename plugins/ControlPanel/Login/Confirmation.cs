using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;
using PluginFramework.Panels;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Login;

/// <summary>Proving anew who one is, with password or passkey, before what is asked about is done, unless that was done a short while ago.</summary>
internal static class Confirmation
{
    /// <summary>The field of the password.</summary>
    public const string Password = "_password";

    /// <summary>What an act asks for.</summary>
    public static Task<Proof> AskedAsync(PanelRequest request, PanelAct act) => IsAskedAbout(act) ? AskedAsync(request) : Task.FromResult(Proof.None);

    /// <summary>What is asked for now.</summary>
    public static async Task<Proof> AskedAsync(PanelRequest request)
    {
        if (!IsNeeded(request)) return Proof.None;
        if (!Passkeys.AreHere(request)) return Proof.Password;
        var keys = await Passkeys.OfUserAsync(request);
        return keys.Any(key => key.Host == request.Http.Request.Host.Host) ? Proof.PasswordOrPasskey : Proof.Password;
    }

    /// <summary>Checks the proof where an act needs one, and notes that it was right. What to say where it was not; <see langword="null"/>: go on.</summary>
    public static async Task<string?> RefuseAsync(PanelRequest request, PanelAct act, IFormCollection posted) => IsAskedAbout(act) ? await RefuseAsync(request, posted) : null;

    /// <inheritdoc cref="RefuseAsync(PanelRequest, PanelAct, IFormCollection)"/>
    public static async Task<string?> RefuseAsync(PanelRequest request, IFormCollection posted)
    {
        if (!IsNeeded(request)) return null;
        var (password, passkey) = (posted[Password].ToString(), posted[Passkeys.Answer].ToString());
        if (password.Length == 0 && passkey.Length == 0) return "Give your password again to do this.";
        if (await (passkey.Length > 0 ? CheckPasskeyAsync(request, passkey) : CheckAsync(request, password)) is { } refusal) return refusal;
        request.Session.Confirm();
        return null;
    }

    /// <summary>Checks the password of whoever is logged in. What to say where it is not right; <see langword="null"/>: it is.</summary>
    public static async Task<string?> CheckAsync(PanelRequest request, string password) =>
        await request.Services.Authenticator.AuthenticateAsync(new PasswordCredential(request.Principal.UserName, password), request.Session.Client, request.Aborted) switch
        {
            AuthenticationResult.Succeeded { Principal: { IsAppPassword: false, UserId: var id } } when id == request.Principal.UserId => null,
            // The password was right, and the code was given when the session began.
            AuthenticationResult.Refused { Failure: AuthenticationFailure.SecondFactorRequired } => null,
            AuthenticationResult.Refused refused => LoginMessages.Of(refused, request.Services.Clock.GetUtcNow(), isKnown: true),
            _ => LoginMessages.WrongPassword,
        };

    /// <summary>The field for the password, and beside it what has the browser ask for a passkey.</summary>
    public static void WriteFields(HtmlWriter html, Proof proof, string? problem)
    {
        if (proof == Proof.None) return;
        FieldWriter.Write(html, new(Password, "Your password")
        {
            Type = "password", Autocomplete = "current-password", IsRequired = true, Problem = problem,
            Description = "Asked again because this is not done by the way, and you gave it a while ago.",
        });
        if (proof == Proof.PasswordOrPasskey) Passkeys.WriteButton(html, "Use a passkey instead", PanelUrls.PasskeyConfirm);
    }

    private static async Task<string?> CheckPasskeyAsync(PanelRequest request, string answer) => await Passkeys.AuthenticateAsync(request, request.Principal.UserName, answer) switch
    {
        AuthenticationResult.Succeeded { Principal.UserId: var id } when id == request.Principal.UserId => null,
        AuthenticationResult.Refused { Failure: not AuthenticationFailure.InvalidCredentials } refused => LoginMessages.Of(refused, request.Services.Clock.GetUtcNow(), isKnown: true),
        _ => LoginMessages.WrongPasskey,
    };

    private static bool IsAskedAbout(PanelAct act) => act.Confirmation is not null && !act.IsReadOnly;

    /// <summary>A proof that comes with each request needs no other.</summary>
    private static bool IsNeeded(PanelRequest request) =>
        request.Session.Session is { } session && request.Services.Clock.GetUtcNow() - session.ConfirmedAt > request.Services.Options.ConfirmationLifetime;
}
