using System.Collections.Immutable;

namespace PluginFramework.Identity;

/// <summary>Keeps users and their secrets. One store is in use at a time: the one of highest rank.</summary>
/// <remarks>
/// Safe for use from any thread. What a method has returned from is durable. The store does not judge names, roles or passwords:
/// <see cref="IUserManager"/> does that and is what everything but the identity plugin should use.
/// </remarks>
public interface IUserStore
{
    /// <summary>A name for people and the audit: <c>sqlite</c>.</summary>
    string Name { get; }

    /// <summary>What its users can log in by; for operators to see.</summary>
    UserStoreCredentials Credentials => UserStoreCredentials.All;

    /// <summary>Users can be looked up and not changed; the methods that change them throw <see cref="NotSupportedException"/>.</summary>
    bool IsReadOnly { get; }

    /// <summary>Adds a user with their secrets, both or neither. The store gives the id.</summary>
    /// <exception cref="IdentityException">The name is taken (<see cref="IdentityError.UserExists"/>).</exception>
    ValueTask<User> CreateAsync(User user, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default);

    /// <summary>The user of that name, compared without regard to case, or <see langword="null"/>.</summary>
    ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>The user of that id, or <see langword="null"/>.</summary>
    ValueTask<User?> GetAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>The one user with exactly that secret, or <see langword="null"/> where none or several have it.</summary>
    ValueTask<User?> FindBySecretAsync(StoredSecret secret, CancellationToken cancellationToken = default);

    /// <summary>Users in the order of their names.</summary>
    ValueTask<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default);

    /// <summary>How many users there are.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the user of that id.</summary>
    /// <exception cref="IdentityException">There is none (<see cref="IdentityError.NoSuchUser"/>), or the new name is taken.</exception>
    ValueTask<User> UpdateAsync(User user, CancellationToken cancellationToken = default);

    /// <summary>Replaces the user of that id and all their secrets, both or neither.</summary>
    /// <inheritdoc cref="UpdateAsync" path="/exception"/>
    ValueTask<User> ReplaceAsync(User user, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default);

    /// <summary>Deletes a user with their secrets, for good; also one that was removed. False when there was none.</summary>
    ValueTask<bool> DeleteAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>The secrets of a user.</summary>
    ValueTask<ImmutableArray<StoredSecret>> GetSecretsAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Replaces all secrets of a user at once.</summary>
    /// <exception cref="IdentityException">There is no such user.</exception>
    ValueTask SetSecretsAsync(string userId, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default);

    /// <summary>Whether it can keep users who were removed. Where it cannot, the three methods below throw <see cref="NotSupportedException"/>.</summary>
    bool KeepsRemoved => false;

    /// <summary>
    /// Removes a user and keeps them with their secrets: until they are restored or deleted, all other methods know of no such user, and only the name
    /// stays taken. False when there was none.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="at">When it is done (<see cref="User.RemovedAt"/>).</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> RemoveAsync(string userId, DateTimeOffset at, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Brings a removed user back as they were, under the same id. False when there was none.</summary>
    ValueTask<bool> RestoreAsync(string userId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The removed users in the order of their names.</summary>
    ValueTask<ImmutableArray<User>> ListRemovedAsync(UserQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The removed user of that name, compared without regard to case, or <see langword="null"/>; where none are kept, always that.</summary>
    ValueTask<User?> FindRemovedAsync(string name, CancellationToken cancellationToken = default) => ValueTask.FromResult<User?>(null);
}
