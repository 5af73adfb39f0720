using System.Collections.Immutable;
using System.Security.Cryptography;

namespace PluginFramework.Ssh.Transport;

/// <summary>The ciphers and codes there are, the preferred first. No CBC, no SHA-1, no code over what is not encrypted yet.</summary>
internal static class TransportSuites
{
    public static ImmutableArray<CipherSuite> Ciphers { get; } =
    [
        .. ChaChaCipher.IsSupported ? [new CipherSuite("chacha20-poly1305@openssh.com", ChaChaCipher.KeyOctets, 0)] : Array.Empty<CipherSuite>(),
        new("aes256-gcm@openssh.com", 32, GcmCipher.NonceOctets),
        new("aes128-gcm@openssh.com", 16, GcmCipher.NonceOctets),
        new("aes256-ctr", 32, AesCounter.BlockOctets),
        new("aes192-ctr", 24, AesCounter.BlockOctets),
        new("aes128-ctr", 16, AesCounter.BlockOctets),
    ];

    public static ImmutableArray<MacSuite> Macs { get; } =
    [
        new("hmac-sha2-256-etm@openssh.com", HashAlgorithmName.SHA256, 32),
        new("hmac-sha2-512-etm@openssh.com", HashAlgorithmName.SHA512, 64),
    ];
}
