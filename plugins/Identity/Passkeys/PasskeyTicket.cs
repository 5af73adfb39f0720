namespace PluginFramework.Identity.Passkeys;

/// <summary>What has to be known again when a ceremony is finished.</summary>
/// <param name="IsRegistration">Whether a passkey is registered, or used.</param>
/// <param name="Origin">Where it began.</param>
/// <param name="SessionId">The session of the browser; empty where there is none.</param>
/// <param name="State">What the ceremony's library wants back: the challenge, and whose it is.</param>
internal sealed record PasskeyTicket(bool IsRegistration, string Origin, string SessionId, string State);
