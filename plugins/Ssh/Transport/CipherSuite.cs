using System.Security.Cryptography;

namespace PluginFramework.Ssh.Transport;

/// <summary>A cipher by its name, and what it is made of.</summary>
/// <param name="Name">The name.</param>
/// <param name="KeyOctets">How long its key is.</param>
/// <param name="IvOctets">How long its first counter or nonce is.</param>
internal sealed record CipherSuite(string Name, int KeyOctets, int IvOctets)
{
    /// <summary>It authenticates by itself, and the MAC agreed on is not used.</summary>
    public bool IsAuthenticated => Name is "chacha20-poly1305@openssh.com" || Name.EndsWith("-gcm@openssh.com", StringComparison.Ordinal);

    public PacketCipher Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, MacSuite? mac, ReadOnlySpan<byte> macKey)
    {
        if (KeyOctets == ChaChaCipher.KeyOctets) return new ChaChaCipher(key);
        if (mac is null) return new GcmCipher(key, iv);
        return new CounterCipher(new AesCounter(key, iv), IncrementalHash.CreateHMAC(mac.Hash, macKey));
    }
}
