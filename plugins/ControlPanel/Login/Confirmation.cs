using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Login;

/// <summary>Proving anew who one is before what is asked about is done, unless that was done a short while ago.</summary>
internal static class Confirmation
{
    /// <summary>Whether the password is to be given. A proof that comes with each request needs no other.</summary>
    public static bool IsNeeded(PanelRequest request, PanelAct act) => act.Confirmation is not null && !act.IsReadOnly
        && request.Session.Session is { } session
        && request.Services.Clock.GetUtcNow() - session.ConfirmedAt > request.Services.Options.ConfirmationLifetime;

    /// <summary>Checks the password where it is needed, and notes that it was right. What to say where it was not; <see langword="null"/>: go on.</summary>
    public static async Task<string?> RefuseAsync(PanelRequest request, PanelAct act, string password)
    {
        if (!IsNeeded(request, act)) return null;
        if (password.Length == 0) return "Give your password again to do this.";
        if (await CheckAsync(request, password) is { } refusal) return refusal;
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
}
