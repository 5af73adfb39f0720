using PluginFramework.Network;

namespace PluginFramework.Identity;

/// <summary>The one door for every login: asks the checkers, throttles, audits, and answers with a principal or a reason.</summary>
/// <remarks>Safe for use from any thread. Never throws for a wrong credential.</remarks>
public interface IAuthenticator
{
    /// <summary>Checks a credential for the protocol the client speaks.</summary>
    ValueTask<AuthenticationResult> AuthenticateAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default);
}
