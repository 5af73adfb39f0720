namespace PluginFramework.Identity;

/// <summary>
/// Passkeys of users (WebAuthn): registering them, and beginning logins with them, which <see cref="IAuthenticator"/> completes
/// (<see cref="PasskeyCredential"/>). Who a passkey logs in was verified by the device, so it takes no code besides. <see cref="IAccountKeys"/> lists and removes them.
/// </summary>
/// <remarks>
/// Safe for use from any thread. An origin is that of the request as the server got it, <c>https://host.example:8443</c>; its host is what the passkey is
/// good for. The methods throw an <see cref="IdentityException"/> where they refuse, as for a user there is not.
/// </remarks>
public interface IUserPasskeys
{
    /// <summary>Whether browsers have passkeys for an origin: over https with a name for a host, or on <c>http://localhost</c>.</summary>
    bool WorkAt(string origin);

    /// <summary>Begins to register a passkey. That the user was asked who they are a short while ago is for the caller's surface to see to.</summary>
    Task<PasskeyCeremony> BeginRegistrationAsync(string userName, string origin, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Completes it, for the same user and in the same session of the browser. Audited.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="ticket">The registration's <see cref="PasskeyCeremony.Ticket"/>.</param>
    /// <param name="attestation">What the browser's <c>navigator.credentials.create</c> gave, as JSON.</param>
    /// <param name="label">What its owner calls it, 1 to 64 characters.</param>
    /// <param name="origin">The origin of the request it came with.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AccountKey> FinishRegistrationAsync(
        string userName, string ticket, string attestation, string label, string origin, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Begins a login, or another proof of who somebody is.</summary>
    /// <param name="userName">Whose passkeys are good for it; <see langword="null"/>: anybody's that the device keeps for this host.</param>
    /// <param name="origin">The origin of the request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<PasskeyCeremony> BeginLoginAsync(string? userName, string origin, CancellationToken cancellationToken = default);
}
