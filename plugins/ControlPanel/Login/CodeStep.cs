using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Acts;
using PluginFramework.ControlPanel.Html;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Login;

/// <summary>The code of the authenticator app, or a recovery code, after a password that was right.</summary>
/// <param name="login">The name and the password, sealed; empty where they come with what was sent.</param>
internal sealed class CodeStep(string login = "") : ILoginStep
{
    private const string CodeField = "code", LoginField = "_login";
    private const int MaxCode = 32;

    public string Name => "code";

    public string Label => "Go on";

    public void WriteFields(HtmlWriter html, IFormCollection? posted, string? problem)
    {
        html.Add($"""<input type="hidden" name="{LoginField}" value="{(posted is null ? login : posted[LoginField].ToString())}">""");
        FieldWriter.Write(html, new(CodeField, "Code")
        {
            Description = "The six digits that your authenticator app shows now, or a recovery code.",
            Autocomplete = "one-time-code", MaxLength = MaxCode, IsRequired = true, HasFocus = true, Problem = problem,
        });
    }

    public async Task<LoginOutcome> TakeAsync(PanelRequest request, IFormCollection posted)
    {
        if (request.Services.Sealed.Open(posted[LoginField].ToString()) is not var (name, password))
            return new LoginOutcome.Again("That took too long; log in again from the start.", StatusCodes.Status400BadRequest, TimeSpan.Zero);
        var code = posted[CodeField].ToString().Trim();
        if (code.Length is 0 or > MaxCode) return new LoginOutcome.Again("Give the code.", StatusCodes.Status400BadRequest, TimeSpan.Zero);
        var credential = new PasswordCredential(name, password) { OneTimeCode = code };
        return await request.Services.Authenticator.AuthenticateAsync(credential, request.Session.Client, request.Aborted) switch
        {
            AuthenticationResult.Succeeded succeeded => new LoginOutcome.Done(succeeded.Principal),
            AuthenticationResult.Refused { Failure: AuthenticationFailure.InvalidCredentials } refused => new LoginOutcome.Again(
                LoginMessages.Of(refused, request.Services.Clock.GetUtcNow(), "The code is not right; each counts once."), StatusCodes.Status403Forbidden, refused.RetryAfter),
            AuthenticationResult.Refused refused => new LoginOutcome.Again(
                LoginMessages.Of(refused, request.Services.Clock.GetUtcNow()), PasswordStep.StatusOf(refused.Failure), refused.RetryAfter),
            var other => throw new InvalidOperationException($"The authenticator answered with {other.GetType().Name}, which is not known here."),
        };
    }
}
