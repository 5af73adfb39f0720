using System.Composition;
using PluginFramework.Network;

namespace PluginFramework.Identity.Passkeys;

/// <summary>Checks passkeys.</summary>
[Export(typeof(ICredentialChecker)), Shared]
[method: ImportingConstructor]
public sealed class PasskeyChecker(UserPasskeys passkeys) : ICredentialChecker
{
    public async ValueTask<CredentialCheck> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        if (credential is not PasskeyCredential passkey) return new CredentialCheck.NotMine();
        return await passkeys.VerifyAsync(passkey, cancellationToken) is { } user ? new CredentialCheck.Accepted(user) : new CredentialCheck.Rejected();
    }
}
