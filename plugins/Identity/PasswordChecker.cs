using System.Collections.Immutable;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity.Secrets;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity;

/// <summary>Checks passwords, SCRAM proofs and client certificates against the user database.</summary>
/// <remarks>A user it does not know costs as much time as a wrong secret, and is left to the next checker.</remarks>
[Export(typeof(ICredentialChecker)), Shared]
[method: ImportingConstructor]
public sealed class PasswordChecker(IUserStore store, ILiveExports<ISecretScheme> schemes, HashGate gate, IPluginContext context) : ICredentialChecker
{
    // What a proof is checked against for a user who has no keys; no proof fits it, for its key is not a hash anyone has the source of.
    private static readonly ScramSecret NoSecret = new(4096, new byte[ScramSecret.SaltOctets], new byte[32], new byte[32]);
    private readonly ILogger _logger = context.LoggerFactory.CreateLogger<PasswordChecker>();

    public ValueTask<CredentialCheck> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return credential switch
        {
            PasswordCredential password => CheckPasswordAsync(password, client.Protocol, cancellationToken),
            ScramCredential { Scheme: ScramSha256Scheme.SchemeName } scram => CheckScramAsync(scram, cancellationToken),
            CertificateCredential certificate => CheckCertificateAsync(certificate, cancellationToken),
            _ => ValueTask.FromResult<CredentialCheck>(new CredentialCheck.NotMine()),
        };
    }

    private async ValueTask<CredentialCheck> CheckPasswordAsync(PasswordCredential credential, string protocol, CancellationToken cancellationToken)
    {
        var (user, secrets) = await LookUpAsync(credential.UserName, cancellationToken);
        var usable = schemes.Current.Select(scheme => scheme.Value).Where(scheme => scheme.WeakFor is null || scheme.WeakFor == protocol)
            .OrderBy(scheme => scheme.WeakFor is not null).ToImmutableArray();
        var isRight = await gate.RunAsync(() => Verify(credential, usable, secrets), isLogin: true, cancellationToken);
        return Answer(user, isRight);
    }

    // The best scheme that this user has a readable secret of decides.
    private bool Verify(PasswordCredential credential, ImmutableArray<ISecretScheme> usable, ImmutableArray<StoredSecret> secrets)
    {
        foreach (var scheme in usable)
        {
            if (secrets.FirstOrDefault(secret => secret.Scheme == scheme.Name) is not { } secret) continue;
            try
            {
                return scheme.Verify(secret.Value, credential.UserName, credential.Password);
            }
            catch (FormatException exception)
            {
                _logger.SecretDamaged(exception, scheme.Name, credential.UserName);
            }
        }

        // As much work as if there were one, so that time does not tell who exists.
        if (usable.Length > 0) usable[0].Derive(credential.UserName, credential.Password);
        return false;
    }

    private async ValueTask<CredentialCheck> CheckScramAsync(ScramCredential credential, CancellationToken cancellationToken)
    {
        var (user, secrets) = await LookUpAsync(credential.UserName, cancellationToken);
        var isRight = ReadScram(secrets, credential.UserName).Accepts(credential.AuthMessage.Span, credential.ClientProof.Span);
        return Answer(user, isRight);
    }

    private ScramSecret ReadScram(ImmutableArray<StoredSecret> secrets, string userName)
    {
        if (secrets.FirstOrDefault(secret => secret.Scheme == ScramSha256Scheme.SchemeName) is not { } secret) return NoSecret;
        try
        {
            return ScramSecret.Parse(secret.Value);
        }
        catch (FormatException exception)
        {
            _logger.SecretDamaged(exception, ScramSha256Scheme.SchemeName, userName);
            return NoSecret;
        }
    }

    private async ValueTask<CredentialCheck> CheckCertificateAsync(CertificateCredential credential, CancellationToken cancellationToken)
    {
        var secret = new StoredSecret(StoredSecret.CertificateScheme, credential.Fingerprint);
        var user = await store.FindBySecretAsync(secret, cancellationToken);
        var isRight = credential.UserName.Length == 0 || string.Equals(user?.Name, credential.UserName, StringComparison.OrdinalIgnoreCase);
        return Answer(user, isRight);
    }

    private async ValueTask<(User? User, ImmutableArray<StoredSecret> Secrets)> LookUpAsync(string name, CancellationToken cancellationToken)
    {
        var user = await store.FindAsync(name, cancellationToken);
        // Asked for an unknown user too, for the sake of time.
        var secrets = await store.GetSecretsAsync(user?.Id ?? "", cancellationToken);
        return (user, secrets);
    }

    private static CredentialCheck Answer(User? user, bool isRight) => (user, isRight) switch
    {
        (null, _) => new CredentialCheck.NotMine(),
        (_, true) => new CredentialCheck.Accepted(user),
        _ => new CredentialCheck.Rejected(),
    };
}
