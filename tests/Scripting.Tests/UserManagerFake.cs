using System.Collections.Immutable;
using PluginFramework.Identity;

namespace PluginFramework.Scripting.Tests;

public sealed class UserManagerFake : IUserManager
{
    private ImmutableSortedDictionary<string, User> _users = ImmutableSortedDictionary<string, User>.Empty;

    public List<string> Actors { get; } = [];

    public async Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Actors.Add(caller.Name);
        var added = new User { Id = $"u{_users.Count}", Name = user.Name, Roles = user.Roles };
        _users = _users.Add(user.Name, added);
        return added;
    }

    public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken = default)
    {
        Actors.Add(caller.Name);
        var changed = _users[name] with { DisplayName = change.DisplayName };
        _users = _users.SetItem(name, changed);
        return Task.FromResult(changed);
    }

    public Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken = default)
    {
        Actors.Add(caller.Name);
        _users = _users.Remove(name);
        return Task.CompletedTask;
    }

    public Task<User?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(_users.GetValueOrDefault(name));

    public Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) =>
        Task.FromResult<ImmutableArray<User>>([.. _users.Values.Where(user => string.CompareOrdinal(user.Name, query.After) > 0).Take(query.Limit)]);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => Task.FromResult((long)_users.Count);
}
