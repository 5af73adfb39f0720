using System.Security.Cryptography;
using System.Text;

namespace PluginFramework.Identity.Keys;

/// <summary>Hashes that keys are found and shown by.</summary>
internal static class Fingerprints
{
    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A public key as OpenSSH shows it: <c>SHA256:…</c>.</summary>
    public static string OfSshKey(ReadOnlySpan<byte> blob) => $"SHA256:{Convert.ToBase64String(SHA256.HashData(blob)).TrimEnd('=')}";
}
