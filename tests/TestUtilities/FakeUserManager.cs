using System.Collections.Concurrent;
using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.TestUtilities;

/// <summary>Users in memory, with their passwords in clear for <see cref="FakeAuthenticator"/>. A user's id is <c>id-</c> and the name.</summary>
public sealed class FakeUserManager : IUserManager
{
    private readonly ConcurrentDictionary<string, (User User, string? Password)> _users = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Thrown by every look-up while it is set: the database does not answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How often somebody was looked up.</summary>
    public int Lookups { get; private set; }

    public User Add(string name, string? password = "secret", params string[] roles)
    {
        var user = new User { Id = $"id-{name}", Name = name, Roles = [.. roles] };
        _users[name] = (user, password);
        return user;
    }

    public User? Verify(string name, string password) =>
        _users.TryGetValue(name, out var entry) && entry.Password == password ? entry.User : null;

    public Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default) =>
        Task.FromResult(Add(user.Name, user.Password, [.. user.Roles]));

    public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!_users.TryGetValue(name, out var entry)) throw new IdentityException(IdentityError.NoSuchUser, name);
        var user = entry.User with { IsDisabled = change.IsDisabled ?? entry.User.IsDisabled, Roles = change.Roles ?? entry.User.Roles };
        _users[name] = (user, change.Password ?? entry.Password);
        return Task.FromResult(user);
    }

    public Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken = default)
    {
        _users.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    public Task<User?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        Lookups++;
        if (Failure is { } failure) return Task.FromException<User?>(failure);
        return Task.FromResult(_users.TryGetValue(name, out var entry) ? entry.User : null);
    }

    public Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult<ImmutableArray<User>>([.. _users.Values.Select(entry => entry.User).OrderBy(user => user.Name).Take(query.Limit)]);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => Task.FromResult((long)_users.Count);
}
