using System.Composition;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using PluginFramework.Identity.Text;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Secrets;

/// <summary>Argon2id (RFC 9106), against which passwords that come in clear are checked.</summary>
[Export(typeof(ISecretScheme)), Shared, Rank(100)]
[method: ImportingConstructor]
public sealed class Argon2idScheme(IPluginContext context) : ISecretScheme
{
    private const int SaltOctets = 16, HashOctets = 32;
    private readonly IdentityOptions _options = context.GetOptions<IdentityOptions>();

    public string Name => "argon2id";

    public string? WeakFor => null;

    public string Derive(string userName, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var (memory, iterations, lanes) = (_options.Argon2MemoryKiB, _options.Argon2Iterations, _options.Argon2Parallelism);
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        var hash = Hash(SaslPrep.PasswordOctets(password), salt, memory, iterations, lanes, HashOctets);
        return new Argon2idSecret(memory, iterations, lanes, salt, hash).ToString();
    }

    public bool Verify(string secret, string userName, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var known = Argon2idSecret.Parse(secret);
        var octets = SaslPrep.PasswordOctets(password);
        var hash = Hash(octets, known.Salt, known.MemoryKiB, known.Iterations, known.Lanes, known.Hash.Length);
        return CryptographicOperations.FixedTimeEquals(hash, known.Hash);
    }

    private static byte[] Hash(byte[] password, byte[] salt, int memoryKiB, int iterations, int lanes, int length)
    {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithMemoryAsKB(memoryKiB)
            .WithIterations(iterations)
            .WithParallelism(lanes)
            .WithSalt(salt)
            .Build();
        var generator = new Argon2BytesGenerator();
        generator.Init(parameters);
        var hash = new byte[length];
        generator.GenerateBytes(password, hash);
        CryptographicOperations.ZeroMemory(password);
        return hash;
    }
}
