using System.Collections.Concurrent;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.TestUtilities;

/// <summary>Checks passwords against a <see cref="FakeUserManager"/> and keeps what it was asked.</summary>
public sealed class FakeAuthenticator(FakeUserManager users) : IAuthenticator
{
    public ConcurrentQueue<(Credential Credential, ClientInfo Client)> Asked { get; } = [];

    /// <summary>Given instead of an answer while it is set.</summary>
    public AuthenticationResult? Answer { get; set; }

    /// <summary>Awaited before each answer while it is set.</summary>
    public Task? Delay { get; set; }

    public async ValueTask<AuthenticationResult> AuthenticateAsync(
        Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue((credential, client));
        if (Delay is { } delay) await delay.WaitAsync(cancellationToken);
        if (Answer is { } answer) return answer;
        return credential is PasswordCredential password && users.Verify(password.UserName, password.Password) is { } user
            ? new AuthenticationResult.Succeeded(Principal.Of(user))
            : new AuthenticationResult.Refused(AuthenticationFailure.InvalidCredentials);
    }
}
