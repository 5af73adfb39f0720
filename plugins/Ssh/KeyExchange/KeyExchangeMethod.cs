using System.Security.Cryptography;
using PluginFramework.Ssh.Protocol;

namespace PluginFramework.Ssh.KeyExchange;

/// <summary>A method of key exchange, the server's part. Has no state.</summary>
internal abstract class KeyExchangeMethod(HashAlgorithmName hash)
{
    /// <summary>What the exchange is hashed with and keys are made with.</summary>
    public HashAlgorithmName Hash => hash;

    /// <summary>Answers the client's value.</summary>
    /// <exception cref="SshConnectionException">It is no such value.</exception>
    public abstract KeyExchangeOutcome Respond(ReadOnlySpan<byte> clientValue);

    /// <summary>A secret as it is hashed where it counts as a number (mpint).</summary>
    protected static byte[] AsNumber(ReadOnlySpan<byte> secret) => new SshWriter().Positive(secret).ToArray();

    /// <summary>A secret as it is hashed where it counts as octets (string).</summary>
    protected static byte[] AsString(ReadOnlySpan<byte> secret) => new SshWriter().String(secret).ToArray();

    protected static SshConnectionException Refused(string why, Exception? inner = null) => new(SshDisconnectReason.KeyExchangeFailed, $"The key exchange failed: {why}.", inner);
}
