using System.Collections.Immutable;
using System.Globalization;
using PluginFramework.Identity;

namespace PluginFramework.TestUtilities;

/// <summary>A user store that forgets. A test can make it read-only or have it fail.</summary>
public sealed class InMemoryUserStore : IUserStore
{
    private readonly Lock _gate = new(); // guards all below
    private readonly SortedDictionary<string, (User User, ImmutableArray<StoredSecret> Secrets)> _users = new(StringComparer.OrdinalIgnoreCase);
    private int _lastId;

    public string Name => "memory";

    public bool IsReadOnly { get; set; }

    public bool KeepsRemoved { get; set; } = true;

    /// <summary>What every method throws; <see langword="null"/>: nothing.</summary>
    public Exception? Failure { get; set; }

    public ValueTask<User> CreateAsync(User user, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default) =>
        Change(() =>
        {
            if (_users.ContainsKey(user.Name)) throw new IdentityException(IdentityError.UserExists, $"There is a user '{user.Name}' already.");
            var created = user with { Id = (++_lastId).ToString(CultureInfo.InvariantCulture) };
            _users.Add(created.Name, (created, [.. secrets]));
            return created;
        });

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        Run(() => _users.TryGetValue(name, out var entry) && IsThere(entry) ? entry.User : null);

    public ValueTask<User?> GetAsync(string userId, CancellationToken cancellationToken = default) =>
        Run(() => Present.FirstOrDefault(entry => entry.User.Id == userId).User)!;

    public ValueTask<User?> FindBySecretAsync(StoredSecret secret, CancellationToken cancellationToken = default) =>
        Run(() => Present.Where(entry => entry.Secrets.Contains(secret)).ToArray() is [var entry] ? entry.User : null);

    public ValueTask<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) => List(query, IsThere);

    public ValueTask<ImmutableArray<User>> ListRemovedAsync(UserQuery query, CancellationToken cancellationToken = default) => List(query, entry => !IsThere(entry));

    public ValueTask<User?> FindRemovedAsync(string name, CancellationToken cancellationToken = default) =>
        Run(() => _users.TryGetValue(name, out var entry) && !IsThere(entry) ? entry.User : null);

    public ValueTask<bool> RemoveAsync(string userId, DateTimeOffset at, CancellationToken cancellationToken = default) => Change(() => Mark(userId, isThere: true, at));

    public ValueTask<bool> RestoreAsync(string userId, CancellationToken cancellationToken = default) => Change(() => Mark(userId, isThere: false, null));

    private ValueTask<ImmutableArray<User>> List(UserQuery query, Func<(User User, ImmutableArray<StoredSecret> Secrets), bool> condition)
    {
        if (query.Limit is < 1 or > 1000) throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "The limit must lie in 1 to 1000.");
        return Run<ImmutableArray<User>>(() =>
        [
            .. _users.Values.Where(condition).Select(entry => entry.User)
                .Where(user => query.After is null || StringComparer.OrdinalIgnoreCase.Compare(user.Name, query.After) > 0)
                .Where(user => query.Search is null || Contains(user.Name, query.Search) || Contains(user.DisplayName ?? "", query.Search))
                .Where(user => query.Role is null || user.Roles.Contains(query.Role, StringComparer.Ordinal))
                .Take(query.Limit),
        ]);
    }

    public ValueTask<long> CountAsync(CancellationToken cancellationToken = default) => Run(() => (long)Present.Count());

    public ValueTask<User> UpdateAsync(User user, CancellationToken cancellationToken = default) =>
        Change(() => Replace(user, Entry(user.Id).Secrets));

    public ValueTask<User> ReplaceAsync(User user, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default) =>
        Change(() => Replace(user, [.. secrets]));

    public ValueTask<bool> DeleteAsync(string userId, CancellationToken cancellationToken = default) =>
        Change(() => _users.Values.FirstOrDefault(entry => entry.User.Id == userId).User is { } user && _users.Remove(user.Name));

    public ValueTask<ImmutableArray<StoredSecret>> GetSecretsAsync(string userId, CancellationToken cancellationToken = default) =>
        Run(() => Present.FirstOrDefault(entry => entry.User.Id == userId) is { User: not null } entry ? entry.Secrets : []);

    public async ValueTask SetSecretsAsync(string userId, IReadOnlyCollection<StoredSecret> secrets, CancellationToken cancellationToken = default) =>
        await Change(() => Replace(Entry(userId).User, [.. secrets]));

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<(User User, ImmutableArray<StoredSecret> Secrets)> Present => _users.Values.Where(IsThere);

    private static bool IsThere((User User, ImmutableArray<StoredSecret> Secrets) entry) => entry.User.RemovedAt is null;

    private bool Mark(string userId, bool isThere, DateTimeOffset? at)
    {
        var entry = _users.Values.FirstOrDefault(entry => entry.User.Id == userId && IsThere(entry) == isThere);
        if (entry.User is null) return false;
        _users[entry.User.Name] = (entry.User with { RemovedAt = at }, entry.Secrets);
        return true;
    }

    private (User User, ImmutableArray<StoredSecret> Secrets) Entry(string userId) =>
        Present.FirstOrDefault(entry => entry.User.Id == userId) is { User: not null } entry
            ? entry
            : throw new IdentityException(IdentityError.NoSuchUser, "There is no such user.");

    private User Replace(User user, ImmutableArray<StoredSecret> secrets)
    {
        var old = Entry(user.Id).User;
        if (_users.TryGetValue(user.Name, out var other) && other.User.Id != user.Id)
        {
            throw new IdentityException(IdentityError.UserExists, $"There is a user '{user.Name}' already.");
        }

        _users.Remove(old.Name);
        _users.Add(user.Name, (user, secrets));
        return user;
    }

    private ValueTask<T> Change<T>(Func<T> change) => IsReadOnly ? throw new NotSupportedException("The store is read-only.") : Run(change);

    private ValueTask<T> Run<T>(Func<T> work)
    {
        if (Failure is not null) return ValueTask.FromException<T>(Failure);
        try
        {
            lock (_gate) return ValueTask.FromResult(work());
        }
        catch (IdentityException exception)
        {
            return ValueTask.FromException<T>(exception);
        }
    }
}
