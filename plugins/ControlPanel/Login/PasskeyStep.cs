using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Login;

/// <summary>A passkey, which is name, password and code in one. Where it is refused, the login begins again.</summary>
internal sealed class PasskeyStep : ILoginStep
{
    public string Name => "passkey";

    public string Label => "Log in with a passkey";

    public void WriteFields(HtmlWriter html, IFormCollection? posted, string? problem) => Passkeys.WriteButton(html, Label, PanelUrls.PasskeyLogin);

    public async Task<LoginOutcome> TakeAsync(PanelRequest request, IFormCollection posted)
    {
        var answer = posted[Passkeys.Answer].ToString();
        if (answer.Length == 0) return new LoginOutcome.Over("The browser gave no passkey. Try again, or log in with your password.", StatusCodes.Status400BadRequest, TimeSpan.Zero);
        return await Passkeys.AuthenticateAsync(request, "", answer) switch
        {
            AuthenticationResult.Refused { Failure: AuthenticationFailure.InvalidCredentials } refused =>
                new LoginOutcome.Over(LoginMessages.WrongPasskey, StatusCodes.Status403Forbidden, refused.RetryAfter),
            var result => PasswordStep.OutcomeOf(request, result) switch
            {
                LoginOutcome.Again again => new LoginOutcome.Over(again.Message, again.Status, again.RetryAfter),
                var outcome => outcome,
            },
        };
    }
}
