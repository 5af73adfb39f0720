namespace PluginFramework.Ssh.KeyExchange;

/// <summary>What a method made of the client's value.</summary>
/// <param name="ServerValue">The server's value.</param>
/// <param name="Secret">The shared secret as it is hashed, its length included.</param>
internal sealed record KeyExchangeOutcome(byte[] ServerValue, byte[] Secret)
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => nameof(KeyExchangeOutcome);
}
