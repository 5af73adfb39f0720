using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>What logs users in besides their passwords: app passwords, SSH keys, authenticator apps; passkeys are registered elsewhere (<see cref="IUserPasskeys"/>). Audits each change.</summary>
/// <remarks>
/// Safe for use from any thread. <c>caller</c> is who asks, for the audit; whether they may is for the caller's surface to judge. Every method but
/// <see cref="ListAsync"/> throws an <see cref="IdentityException"/> where it is refused, as for a user there is not.
/// </remarks>
public interface IAccountKeys
{
    /// <summary>The keys of a user; none where there is no such user.</summary>
    Task<ImmutableArray<AccountKey>> ListAsync(string userName, CancellationToken cancellationToken = default);

    /// <summary>Makes an app password.</summary>
    /// <returns>The password, which is shown this once; only a hash of it is kept.</returns>
    Task<string> AddAppPasswordAsync(string userName, NewAppPassword appPassword, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Adds an SSH public key.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="line">The key as a line of <c>authorized_keys</c> without options: type, Base64 and perhaps a comment.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<AccountKey> AddSshKeyAsync(string userName, string line, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Begins to set up an authenticator app; <see cref="ConfirmAuthenticatorAsync"/> within ten minutes completes it.</summary>
    Task<AuthenticatorEnrolment> BeginAuthenticatorAsync(string userName, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Completes it: from now on a login by password takes a code. One set up before is replaced.</summary>
    /// <param name="userName">The user.</param>
    /// <param name="code">A code of the app.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ten recovery codes, which are shown this once; only hashes of them are kept.</returns>
    Task<ImmutableArray<string>> ConfirmAuthenticatorAsync(string userName, string code, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Removes a key. With an authenticator app its recovery codes go too, and a password is enough again.</summary>
    Task RemoveAsync(string userName, string keyId, Caller caller, CancellationToken cancellationToken = default);
}
