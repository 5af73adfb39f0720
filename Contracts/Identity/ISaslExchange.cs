namespace PluginFramework.Identity;

/// <summary>One run of a SASL mechanism. For one connection, one call at a time.</summary>
public interface ISaslExchange
{
    /// <summary>
    /// Takes what the client sent, decoded, and says what comes next. Call it first with the client's initial response, or with
    /// <see langword="null"/> where it sent none.
    /// </summary>
    /// <param name="response">What the client sent, 64 KiB at most; <see langword="null"/> only in the first call.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    ValueTask<SaslStep> RespondAsync(ReadOnlyMemory<byte>? response, CancellationToken cancellationToken = default);
}
