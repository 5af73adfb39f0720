using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.HostKeys;

/// <summary>A key the server proves itself with. Safe for use from any thread.</summary>
internal abstract class HostKey : IDisposable
{
    /// <summary>The key's type, which begins its blob (RFC 4253 §6.6).</summary>
    public abstract string Type { get; }

    /// <summary>The signatures it can make, the preferred first.</summary>
    public abstract ImmutableArray<string> Algorithms { get; }

    /// <summary>The public key's blob.</summary>
    public abstract byte[] PublicKey { get; }

    /// <summary>As <c>ssh-keygen -l</c> shows it.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(PublicKey)).TrimEnd('=');

    /// <summary>Signs; the result begins with the algorithm's name.</summary>
    public byte[] Sign(string algorithm, ReadOnlySpan<byte> data) => new SshWriter().Text(algorithm).String(SignRaw(algorithm, data)).ToArray();

    /// <summary>The private key as PKCS #8.</summary>
    public abstract byte[] Export();

    public abstract void Dispose();

    protected abstract byte[] SignRaw(string algorithm, ReadOnlySpan<byte> data);
}
