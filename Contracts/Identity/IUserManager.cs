using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>Makes, changes and finds users of whichever database is configured, and audits each change.</summary>
/// <remarks>Safe for use from any thread. <c>caller</c> is who asks, for the audit.</remarks>
public interface IUserManager
{
    /// <summary>Adds a user.</summary>
    /// <exception cref="IdentityException">It was refused.</exception>
    Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Changes what <paramref name="change"/> names and leaves the rest.</summary>
    /// <remarks>Giving a user a protocol that needs a weak secret takes effect when a password is set together with it or later.</remarks>
    /// <exception cref="IdentityException">It was refused.</exception>
    Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>Removes a user, who is gone for everybody from then on. Where the database can, they are kept for a time and can be restored.</summary>
    /// <exception cref="IdentityException">There is no such user, or the database is read-only.</exception>
    Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken = default);

    /// <summary>The user of that name, or <see langword="null"/>.</summary>
    Task<User?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Users in the order of their names.</summary>
    Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many users there are.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken = default);
}
