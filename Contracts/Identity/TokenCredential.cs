namespace PluginFramework.Identity;

/// <summary>An app password by itself, as a bearer token (RFC 6750): whose it is, the token tells.</summary>
/// <param name="Token">The token.</param>
public sealed record TokenCredential(string Token) : Credential("");
