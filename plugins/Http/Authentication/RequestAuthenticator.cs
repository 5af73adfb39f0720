using System.Composition;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PluginFramework.Http.Serving;
using PluginFramework.Http.Sessions;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Authentication;

/// <summary>Finds out who makes a request: by its password, or by its cookie's session.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class RequestAuthenticator(IAuthenticator authenticator, BasicLogins logins, WebSessions sessions, CsrfTokens tokens, IPluginContext context)
{
    private readonly bool _basic = context.GetOptions<HttpOptions>().BasicAuthentication;

    /// <summary>Asks the client for a password, or says that its user may not.</summary>
    internal async Task ChallengeAsync(HttpContext request)
    {
        var session = request.Features.GetRequiredFeature<IWebSessionFeature>();
        if (session.Principal is not null) await Answers.WriteAsync(request, StatusCodes.Status403Forbidden, "Your account may not see this.");
        else await ChallengeAsync(request, session.Client, "Log in to see this.");
    }

    /// <summary>Puts the session feature on the request. False where it was answered with a refusal.</summary>
    /// <param name="request">The request.</param>
    /// <param name="readsAuthorization">The Authorization field is for this server, and not for one behind it.</param>
    internal async ValueTask<bool> TryAuthenticateAsync(HttpContext request, bool readsAuthorization)
    {
        var session = new RequestSession(request, sessions, logins, tokens);
        request.Features.Set<IWebSessionFeature>(session);
        var authorization = request.Request.Headers.Authorization.ToString();
        var isBasic = _basic && BasicHeader.IsBasic(authorization);
        if (!readsAuthorization || (!isBasic && !BearerHeader.IsBearer(authorization)))
        {
            await session.ResumeAsync();
            return true;
        }

        if (!session.Client.IsPrivate)
        {
            await Answers.WriteAsync(request, StatusCodes.Status403Forbidden, "A password may not travel in clear. Use the https:// address.");
            return false;
        }

        var credential = isBasic ? BasicHeader.Read(authorization) : BearerHeader.Read(authorization);
        if (credential is null)
        {
            await Answers.WriteAsync(request, StatusCodes.Status400BadRequest,
                isBasic ? "The Authorization field is not a name and a password as RFC 7617 has them." : "The Authorization field is not a token as RFC 6750 has them.");
            return false;
        }

        if (logins.Find(credential, session.Client.RemoteAddress) is { } known)
        {
            session.Authenticate(known);
            return true;
        }

        var version = logins.Version;
        switch (await authenticator.AuthenticateAsync(credential, session.Client, request.RequestAborted))
        {
            case AuthenticationResult.Succeeded succeeded:
                logins.Keep(credential, session.Client.RemoteAddress, succeeded.Principal, version);
                session.Authenticate(succeeded.Principal);
                return true;
            case AuthenticationResult.Refused refused:
                await RefuseAsync(request, session.Client, refused);
                return false;
            default:
                throw new InvalidOperationException("The authenticator neither accepted nor refused.");
        }
    }

    private async Task RefuseAsync(HttpContext request, ClientInfo client, AuthenticationResult.Refused refused)
    {
        if (refused.RetryAfter > TimeSpan.Zero)
            request.Response.OnStarting(static state =>
            {
                var (response, time) = ((HttpResponse, TimeSpan))state;
                response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            }, (request.Response, refused.RetryAfter));
        switch (refused.Failure)
        {
            case AuthenticationFailure.Throttled:
                await Answers.WriteAsync(request, StatusCodes.Status429TooManyRequests, "Too many login attempts. Try again later.");
                break;
            case AuthenticationFailure.Unavailable:
                await Answers.WriteAsync(request, StatusCodes.Status503ServiceUnavailable, "The user database does not answer. Try again later.");
                break;
            case AuthenticationFailure.AccountDisabled:
                await Answers.WriteAsync(request, StatusCodes.Status403Forbidden, "This account is disabled. Ask the operator.");
                break;
            case AuthenticationFailure.ProtocolNotAllowed:
                await Answers.WriteAsync(request, StatusCodes.Status403Forbidden, "This account may not use the web server. Ask the operator.");
                break;
            case AuthenticationFailure.PrivacyRequired:
                await Answers.WriteAsync(request, StatusCodes.Status403Forbidden, "A password may not travel in clear. Use the https:// address.");
                break;
            case AuthenticationFailure.SecondFactorRequired:
                await ChallengeAsync(request, client, "This account wants a code besides its password. Log in on a page, or use an app password.");
                break;
            default:
                await ChallengeAsync(request, client, "The name, the password or the token is wrong.");
                break;
        }
    }

    private async Task ChallengeAsync(HttpContext request, ClientInfo client, string message)
    {
        // Not asked for where it would travel in clear.
        if (_basic && client.IsPrivate)
            request.Response.OnStarting(static state =>
            {
                ((HttpResponse)state).Headers.WWWAuthenticate = "Basic realm=\"pluginhost\", charset=\"UTF-8\"";
                return Task.CompletedTask;
            }, request.Response);
        await Answers.WriteAsync(request, client.IsPrivate ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden, message);
    }
}
