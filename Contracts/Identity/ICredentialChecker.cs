using PluginFramework.Network;

namespace PluginFramework.Identity;

/// <summary>Checks credentials of the kinds it knows. Export it to log users in against something of your own.</summary>
/// <remarks>
/// Twisted's credential checker. Checkers are asked in the order of their rank until one accepts or rejects. Throttling, audit,
/// disabled accounts and per-protocol access are the authenticator's part.
/// </remarks>
public interface ICredentialChecker
{
    /// <summary>Checks a credential. Takes as long for an unknown user as for a wrong secret.</summary>
    ValueTask<CredentialCheck> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default);
}
