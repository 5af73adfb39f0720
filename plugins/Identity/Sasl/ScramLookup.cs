using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity.Secrets;

namespace PluginFramework.Identity.Sasl;

/// <summary>Finds the secret a SCRAM exchange begins with; for a user without one, makes up one that is the same every time.</summary>
internal sealed class ScramLookup(IUserStore store, InstallationKey key, int iterations, ILogger logger)
{
    /// <summary>The secret, or <see langword="null"/> where the user database does not answer.</summary>
    public async ValueTask<ScramSecret?> FindAsync(string userName, string protocol, CancellationToken cancellationToken)
    {
        try
        {
            var fake = Fake(userName);
            var user = await store.FindAsync(userName, cancellationToken);
            var secrets = await store.GetSecretsAsync(user?.Id ?? "", cancellationToken);
            return secrets.FirstOrDefault(secret => secret.Scheme == ScramSha256Scheme.SchemeName) is { } known ? ScramSecret.Parse(known.Value) : fake;
        }
        catch (FormatException exception)
        {
            logger.SecretDamaged(exception, ScramSha256Scheme.SchemeName, userName);
            return Fake(userName);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LookupFailed(exception, "SCRAM-SHA-256", protocol);
            return null;
        }
    }

    // A salt that changed from one attempt to the next would give away that there is no such user. No proof fits the keys.
    private ScramSecret Fake(string userName)
    {
        var name = Encoding.UTF8.GetBytes(userName.ToUpperInvariant());
        var octets = HMACSHA256.HashData(key.Value, name);
        return new ScramSecret(iterations, octets[..ScramSecret.SaltOctets], new byte[32], RandomNumberGenerator.GetBytes(32));
    }
}
