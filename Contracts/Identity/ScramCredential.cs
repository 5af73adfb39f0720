namespace PluginFramework.Identity;

/// <summary>The client's proof of a SCRAM exchange (RFC 5802 §3).</summary>
/// <param name="UserName">The user it says it is.</param>
/// <param name="Scheme">The secret scheme the proof is against: <c>scram-sha-256</c>.</param>
/// <param name="AuthMessage">The AuthMessage: all messages of the exchange, joined by commas.</param>
/// <param name="ClientProof">The ClientProof.</param>
public sealed record ScramCredential(string UserName, string Scheme, ReadOnlyMemory<byte> AuthMessage, ReadOnlyMemory<byte> ClientProof)
    : Credential(UserName);
