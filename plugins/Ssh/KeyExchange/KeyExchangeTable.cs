using System.Collections.Immutable;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Agreement;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>The methods of key exchange there are, the preferred first. None is made before it is used.</summary>
internal static class KeyExchangeTable
{
    public static ImmutableArray<(string Name, bool IsDefault, Func<KeyExchangeMethod> Create)> Methods { get; } =
    [
        ("mlkem768x25519-sha256",                true,  () => new MlKemMethod()),
        ("sntrup761x25519-sha512",               true,  () => new NtruPrimeMethod()),
        ("sntrup761x25519-sha512@openssh.com",   true,  () => new NtruPrimeMethod()),
        ("curve25519-sha256",                    true,  () => new Curve25519Method()),
        ("curve25519-sha256@libssh.org",         true,  () => new Curve25519Method()),
        ("ecdh-sha2-nistp256",                   false, () => new EllipticCurveMethod(ECCurve.NamedCurves.nistP256, 32, HashAlgorithmName.SHA256)),
        ("ecdh-sha2-nistp384",                   false, () => new EllipticCurveMethod(ECCurve.NamedCurves.nistP384, 48, HashAlgorithmName.SHA384)),
        ("ecdh-sha2-nistp521",                   false, () => new EllipticCurveMethod(ECCurve.NamedCurves.nistP521, 66, HashAlgorithmName.SHA512)),
        ("diffie-hellman-group16-sha512",        true,  () => new FiniteFieldMethod(DHStandardGroups.rfc3526_4096)),
        ("diffie-hellman-group18-sha512",        true,  () => new FiniteFieldMethod(DHStandardGroups.rfc3526_8192)),
    ];

    public static KeyExchangeMethod Create(string name) => Methods.First(method => method.Name == name).Create();
}
