using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Throttling;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity;

/// <summary>The one door for every login.</summary>
[Export(typeof(IAuthenticator)), Shared]
[method: ImportingConstructor]
public sealed class Authenticator(
    ILiveExports<ICredentialChecker> checkers, ILiveExports<ISecretScheme> schemes, SecondFactor secondFactor, IAuditLog audit, IPluginContext context)
    : IAuthenticator
{
    // Longer than any name a checker could know (an address is 254), so that what is remembered of a claimed name stays small.
    private const int MaxNameLength = 256;
    private static readonly TimeSpan QueueDelay = TimeSpan.FromSeconds(1);

    private readonly IdentityOptions _options = context.GetOptions<IdentityOptions>();
    private readonly LoginThrottle _throttle = new(context.GetOptions<IdentityOptions>(), context.TimeProvider);
    private readonly ILogger _logger = context.LoggerFactory.CreateLogger<Authenticator>();

    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentNullException.ThrowIfNull(client);
        var result = await DecideAsync(credential, client, cancellationToken);
        var principal = (result as AuthenticationResult.Succeeded)?.Principal;
        audit.Record(new AuditEvent("login", result is AuthenticationResult.Refused refused ? AuditWord.Of(refused.Failure) : "ok")
        {
            Actor = principal?.UserName,
            Subject = principal?.UserName ?? AuditWord.ClaimedName(credential.UserName),
            Surface = client.Protocol,
            RemoteAddress = client.RemoteAddress,
            Detail = credential switch
            {
                PasswordCredential => "password",
                ScramCredential => "scram",
                CertificateCredential => "certificate",
                TokenCredential => "token",
                PublicKeyCredential => "public key",
                PasskeyCredential => "passkey",
                _ => null,
            },
        });
        return result;
    }

    private async ValueTask<AuthenticationResult> DecideAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken)
    {
        if (credential is PasswordCredential && !_options.AllowsPassword(client)) return Refuse(AuthenticationFailure.PrivacyRequired);
        if (credential.UserName.Length > MaxNameLength) return Refuse(AuthenticationFailure.InvalidCredentials);
        var wait = _throttle.TryEnter(credential.UserName, client);
        if (wait > TimeSpan.Zero) return Refuse(AuthenticationFailure.Throttled, wait);

        var attempt = Attempt.Undecided;
        AuthenticationResult result;
        try
        {
            result = await CheckAsync(credential, client, cancellationToken);
            attempt = result switch
            {
                AuthenticationResult.Succeeded => Attempt.Succeeded,
                AuthenticationResult.Refused { Failure: AuthenticationFailure.InvalidCredentials } => Attempt.Failed,
                _ => Attempt.Undecided,
            };
        }
        finally
        {
            wait = _throttle.Leave(credential.UserName, client, attempt);
        }

        return attempt == Attempt.Failed ? Refuse(AuthenticationFailure.InvalidCredentials, wait) : result;
    }

    private async ValueTask<AuthenticationResult> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken)
    {
        foreach (var checker in checkers.Current)
        {
            try
            {
                switch (await checker.Value.CheckAsync(credential, client, cancellationToken))
                {
                    case CredentialCheck.Accepted accepted: return await AdmitAsync(accepted, credential, client, cancellationToken);
                    case CredentialCheck.Rejected: return Refuse(AuthenticationFailure.InvalidCredentials);
                }
            }
            catch (HashQueueFullException)
            {
                _logger.HashQueueFull(client.Protocol);
                return Refuse(AuthenticationFailure.Throttled, QueueDelay);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The next checker is not asked: this one might have rejected what the next would accept.
                _logger.CheckFailed(
                    exception, checker.Value.GetType().Name, AuditWord.ClaimedName(credential.UserName), client.Protocol);
                return Refuse(AuthenticationFailure.Unavailable);
            }
        }

        return Refuse(AuthenticationFailure.InvalidCredentials);
    }

    private async ValueTask<AuthenticationResult> AdmitAsync(CredentialCheck.Accepted accepted, Credential credential, ClientInfo client, CancellationToken cancellationToken)
    {
        var user = accepted.User;
        if (user.IsDisabled) return Refuse(AuthenticationFailure.AccountDisabled);
        var needsWeakSecret = schemes.Current.Any(scheme => scheme.Value.WeakFor == client.Protocol);
        if (!user.MayUse(client.Protocol, needsWeakSecret)) return Refuse(AuthenticationFailure.ProtocolNotAllowed);
        // A key or a certificate is something one has already.
        var code = (credential as PasswordCredential)?.OneTimeCode;
        if (!accepted.IsAppPassword && credential is PasswordCredential or ScramCredential && await secondFactor.RefusalAsync(user, code, cancellationToken) is { } refusal)
            return Refuse(refusal);
        return new AuthenticationResult.Succeeded(Principal.Of(user) with { IsAppPassword = accepted.IsAppPassword });
    }

    private static AuthenticationResult.Refused Refuse(AuthenticationFailure failure, TimeSpan retryAfter = default) => new(failure, retryAfter);
}
