using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Login;

/// <summary>The name and the password.</summary>
internal sealed class PasswordStep : ILoginStep
{
    private const string NameField = "name", PasswordField = "password";
    private const int MaxName = 64, MaxPassword = 1024;

    public string Name => "password";

    public string Label => "Log in";

    public void WriteFields(HtmlWriter html, IFormCollection? posted, string? problem)
    {
        var name = posted?[NameField].ToString();
        FieldWriter.Write(html, new(NameField, "Name") { Value = name, Autocomplete = "username", MaxLength = MaxName, IsRequired = true, HasFocus = string.IsNullOrEmpty(name) });
        FieldWriter.Write(html, new(PasswordField, "Password")
        {
            Type = "password", Autocomplete = "current-password", MaxLength = MaxPassword, IsRequired = true, HasFocus = !string.IsNullOrEmpty(name), Problem = problem,
        });
    }

    public async Task<LoginOutcome> TakeAsync(PanelRequest request, IFormCollection posted)
    {
        var (name, password) = (posted[NameField].ToString().Trim(), posted[PasswordField].ToString());
        if (name.Length is 0 or > MaxName || password.Length is 0 or > MaxPassword)
            return new LoginOutcome.Again("Give your name and your password.", StatusCodes.Status400BadRequest, TimeSpan.Zero);
        var credential = new PasswordCredential(name, password);
        var result = await request.Services.Authenticator.AuthenticateAsync(credential, request.Session.Client, request.Aborted);
        return result is AuthenticationResult.Refused { Failure: AuthenticationFailure.SecondFactorRequired }
            ? new LoginOutcome.Next(new CodeStep(), request.Services.Logins.Add(credential))
            : OutcomeOf(request, result);
    }

    /// <summary>What an answer means for the login. An app password is for one program that can ask for no code; here one can.</summary>
    public static LoginOutcome OutcomeOf(PanelRequest request, AuthenticationResult result) => result switch
    {
        AuthenticationResult.Succeeded { Principal.IsAppPassword: true } => new LoginOutcome.Again(
            "This is an app password. Log in here with your own password.", StatusCodes.Status403Forbidden, TimeSpan.Zero),
        AuthenticationResult.Succeeded succeeded => new LoginOutcome.Done(succeeded.Principal),
        AuthenticationResult.Refused refused => new LoginOutcome.Again(
            LoginMessages.Of(refused, request.Services.Clock.GetUtcNow()), StatusOf(refused.Failure), refused.RetryAfter),
        _ => throw new InvalidOperationException($"The authenticator answered with {result.GetType().Name}, which is not known here."),
    };

    private static int StatusOf(AuthenticationFailure failure) => failure switch
    {
        AuthenticationFailure.Throttled => StatusCodes.Status429TooManyRequests,
        AuthenticationFailure.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    };
}
