using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Login;

/// <summary>The code of an authenticator app, or a recovery code.</summary>
internal sealed class CodeStep : ILoginStep
{
    private const string CodeField = "code";
    private const int MaxCode = 32;

    public string Name => "code";

    public string Label => "Go on";

    public void WriteFields(HtmlWriter html, IFormCollection? posted, string? problem) => FieldWriter.Write(html, new(CodeField, "Code")
    {
        Description = "The code your authenticator app shows now, or one of your recovery codes.", Autocomplete = "one-time-code", MaxLength = MaxCode, IsRequired = true,
        HasFocus = true, Problem = problem,
    });

    public async Task<LoginOutcome> TakeAsync(PanelRequest request, IFormCollection posted)
    {
        var (state, code) = (posted[LoginPage.StateField].ToString(), posted[CodeField].ToString().Trim());
        if (request.Services.Logins.Find(state) is not { } credential) return new LoginOutcome.Over("That took too long. Log in again.", StatusCodes.Status403Forbidden, TimeSpan.Zero);
        if (code.Length is 0 or > MaxCode) return new LoginOutcome.Again("Give the code.", StatusCodes.Status400BadRequest, TimeSpan.Zero);
        var result = await request.Services.Authenticator.AuthenticateAsync(credential with { OneTimeCode = code }, request.Session.Client, request.Aborted);
        if (result is AuthenticationResult.Refused { Failure: AuthenticationFailure.InvalidCredentials or AuthenticationFailure.SecondFactorRequired })
            return new LoginOutcome.Again("The code is not right, or was used already.", StatusCodes.Status403Forbidden, TimeSpan.Zero);
        var outcome = PasswordStep.OutcomeOf(request, result);
        if (outcome is LoginOutcome.Done) request.Services.Logins.Remove(state);
        return outcome;
    }
}
