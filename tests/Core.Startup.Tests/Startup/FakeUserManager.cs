using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Core.Startup.Tests;

/// <summary>Users in memory, with the last password and actor for a test to look at.</summary>
internal sealed class FakeUserManager : IUserManager
{
    private readonly SortedDictionary<string, User> _users = new(StringComparer.OrdinalIgnoreCase);

    public string? LastPassword { get; private set; }

    public string? LastActor { get; private set; }

    public UserChange? LastChange { get; private set; }

    public Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default)
    {
        if (_users.ContainsKey(user.Name)) throw new IdentityException(IdentityError.UserExists, $"There is a user '{user.Name}' already.");
        (LastPassword, LastActor) = (user.Password, caller.Name);
        return Task.FromResult(_users[user.Name] = new User
        {
            Id = user.Name, Name = user.Name, DisplayName = user.DisplayName, Roles = user.Roles, Protocols = user.Protocols,
        });
    }

    public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken = default)
    {
        var user = _users.GetValueOrDefault(name) ?? throw new IdentityException(IdentityError.NoSuchUser, $"There is no user '{name}'.");
        (LastChange, LastActor) = (change, caller.Name);
        LastPassword = change.Password ?? LastPassword;
        return Task.FromResult(_users[name] = user with { Roles = change.Roles ?? user.Roles, IsDisabled = change.IsDisabled ?? user.IsDisabled });
    }

    public Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken = default) =>
        _users.Remove(name) ? Task.CompletedTask : throw new IdentityException(IdentityError.NoSuchUser, $"There is no user '{name}'.");

    public Task<User?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(_users.GetValueOrDefault(name));

    public Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) => Task.FromResult<ImmutableArray<User>>(
    [
        .. _users.Values.Where(user => query.After is null || string.Compare(user.Name, query.After, StringComparison.OrdinalIgnoreCase) > 0)
            .Where(user => query.Role is null || user.Roles.Contains(query.Role)).Take(query.Limit),
    ]);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => Task.FromResult((long)_users.Count);
}
