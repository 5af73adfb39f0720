namespace PluginFramework.Identity;

/// <summary>A passkey's answer to a login that <see cref="IUserPasskeys.BeginLoginAsync"/> has begun.</summary>
/// <param name="UserName">The user it says it is; empty: whoever the passkey belongs to.</param>
/// <param name="Ticket">The login's <see cref="PasskeyCeremony.Ticket"/>.</param>
/// <param name="Assertion">What the browser's <c>navigator.credentials.get</c> gave, as JSON.</param>
/// <param name="Origin">The origin of the request it came with.</param>
public sealed record PasskeyCredential(string UserName, string Ticket, string Assertion, string Origin) : Credential(UserName);
