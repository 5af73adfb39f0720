namespace PluginFramework.Identity;

/// <summary>What comes next in a SASL exchange.</summary>
public abstract record SaslStep
{
    private SaslStep() { }

    /// <summary>Send this to the client and give its answer to the exchange.</summary>
    /// <param name="Data">The challenge, not encoded; may be empty.</param>
    public sealed record Challenge(ReadOnlyMemory<byte> Data) : SaslStep;

    /// <summary>
    /// The user is who they say. A mechanism with data for the client at the end (SCRAM's server signature) has sent it as a last
    /// <see cref="Challenge"/> already, whose answer is empty, so protocols need no form for additional data.
    /// </summary>
    /// <param name="Principal">The user.</param>
    public sealed record Succeeded(Principal Principal) : SaslStep;

    /// <summary>The exchange has failed.</summary>
    /// <param name="Refusal">Why.</param>
    public sealed record Failed(AuthenticationResult.Refused Refusal) : SaslStep;
}
