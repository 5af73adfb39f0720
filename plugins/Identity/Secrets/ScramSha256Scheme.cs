using System.Composition;
using System.Security.Cryptography;
using PluginFramework.Identity.Text;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Secrets;

/// <summary>SCRAM-SHA-256 (RFC 7677): what the server needs to check a client's proof without ever seeing the password.</summary>
[Export(typeof(ISecretScheme)), Shared, Rank(50)]
[method: ImportingConstructor]
public sealed class ScramSha256Scheme(IPluginContext context) : ISecretScheme
{
    internal const string SchemeName = "scram-sha-256";
    private readonly int _iterations = context.GetOptions<IdentityOptions>().ScramIterations;

    public string Name => SchemeName;

    public string? WeakFor => null;

    public string Derive(string userName, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var salt = RandomNumberGenerator.GetBytes(ScramSecret.SaltOctets);
        return ScramSecret.Derive(SaslPrep.PasswordOctets(password), salt, _iterations).ToString();
    }

    public bool Verify(string secret, string userName, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var known = ScramSecret.Parse(secret);
        var given = ScramSecret.Derive(SaslPrep.PasswordOctets(password), known.Salt, known.Iterations);
        return CryptographicOperations.FixedTimeEquals(given.StoredKey, known.StoredKey);
    }
}
