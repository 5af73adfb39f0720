using PluginFramework.Network;

namespace PluginFramework.Identity;

/// <summary>
/// Links with which people set their own password: those who are invited, and those who have lost theirs. A link works once and for a time; only a hash of its
/// token is kept.
/// </summary>
/// <remarks>
/// Safe for use from any thread. <c>caller</c> is who asks, for the audit; whether they may is for the caller's surface to judge. What is refused throws an
/// <see cref="IdentityException"/>.
/// </remarks>
public interface IUserInvitations
{
    /// <summary>Adds a user without a password, and makes the link with which they set one.</summary>
    /// <param name="user">The user to be, whose password is <see langword="null"/>.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<OneTimeLink> InviteAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Takes a user's password away at once, ends their sessions, and makes the link with which they set another. Their keys stay.</summary>
    Task<OneTimeLink> ResetAsync(string name, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>The name of the user whose link it is. Throttled by address; the link stays good.</summary>
    /// <exception cref="IdentityException">
    /// <see cref="IdentityError.InvalidLink"/>: it was used, is too old or was never one, and which of them is not said; <see cref="IdentityError.Throttled"/>.
    /// </exception>
    Task<string> FindAsync(string token, ClientInfo client, CancellationToken cancellationToken = default);

    /// <summary>Sets the password of the user whose link it is, and uses the link up. What is refused leaves it good.</summary>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    Task<User> AcceptAsync(string token, string password, ClientInfo client, CancellationToken cancellationToken = default);
}
