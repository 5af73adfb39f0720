using System.Composition;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Keys;

/// <summary>Checks app passwords, bearer tokens and SSH keys. What is no app password is left to the next checker.</summary>
[Export(typeof(ICredentialChecker)), Rank(1), Shared]
[method: ImportingConstructor]
public sealed class KeyChecker(IUserStore store, IPluginContext context) : ICredentialChecker
{
    public ValueTask<CredentialCheck> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default) => credential switch
    {
        PasswordCredential { Password: var password } when AppPasswords.IsOne(password) => CheckAppPasswordAsync(password, credential.UserName, cancellationToken),
        TokenCredential { Token: var token } when AppPasswords.IsOne(token) => CheckAppPasswordAsync(token, null, cancellationToken),
        TokenCredential => ValueTask.FromResult<CredentialCheck>(new CredentialCheck.Rejected()),
        PublicKeyCredential key => CheckKeyAsync(key, cancellationToken),
        _ => ValueTask.FromResult<CredentialCheck>(new CredentialCheck.NotMine()),
    };

    private async ValueTask<CredentialCheck> CheckAppPasswordAsync(string password, string? userName, CancellationToken cancellationToken)
    {
        var secret = AppPasswords.ToSecret(password);
        if (await store.FindBySecretAsync(secret, cancellationToken) is not { } user || (userName is not null && !string.Equals(user.Name, userName, StringComparison.OrdinalIgnoreCase)))
            return userName is null ? new CredentialCheck.Rejected() : new CredentialCheck.NotMine();
        var note = KeyNote.Find(await store.GetSecretsAsync(user.Id, cancellationToken), KeyNote.IdOf(secret));
        if (note is null || note.ExpiresAt <= context.TimeProvider.GetUtcNow()) return new CredentialCheck.Rejected();
        // Never more than the user may.
        var protocols = note.Protocols.Contains(User.AnyProtocol) ? user.Protocols : [.. note.Protocols.Where(protocol => user.MayUse(protocol))];
        return new CredentialCheck.Accepted(user with { Protocols = protocols }) { IsAppPassword = true };
    }

    private async ValueTask<CredentialCheck> CheckKeyAsync(PublicKeyCredential credential, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(credential.UserName, cancellationToken) is not { } user) return new CredentialCheck.NotMine();
        var key = new SshPublicKey(credential.Algorithm, Convert.ToBase64String(credential.PublicKey.Span), "");
        return (await store.GetSecretsAsync(user.Id, cancellationToken)).Contains(key.Secret) ? new CredentialCheck.Accepted(user) : new CredentialCheck.Rejected();
    }
}
