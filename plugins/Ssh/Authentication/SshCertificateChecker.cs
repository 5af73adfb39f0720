using System.Composition;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Ssh.Authentication;

/// <summary>Finds the user of a certificate that has been checked; whether they may log in is the authenticator's part.</summary>
[Export(typeof(ICredentialChecker)), Shared]
[method: ImportingConstructor]
public sealed class SshCertificateChecker(IUserManager users) : ICredentialChecker
{
    /// <inheritdoc/>
    public async ValueTask<CredentialCheck> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        if (credential is not SshCertificateCredential certificate) return new CredentialCheck.NotMine();
        return await users.FindAsync(certificate.UserName, cancellationToken) is { } user ? new CredentialCheck.Accepted(user) : new CredentialCheck.Rejected();
    }
}
