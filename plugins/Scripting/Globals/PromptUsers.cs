using System.Collections;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Globals;

/// <summary>The users, as a prompt sees them: a sequence in the order of names, and what can be done to them.</summary>
/// <remarks>Looking waits; what changes something is a task, which the prompt awaits.</remarks>
public sealed class PromptUsers : IEnumerable<User>
{
    private readonly ILiveExports<IUserManager> _managers;
    private readonly Caller _caller;

    internal PromptUsers(ILiveExports<IUserManager> managers, Caller caller) => (_managers, _caller) = (managers, caller);

    private IUserManager Manager => _managers.Current is [var best, ..]
        ? best.Value
        : throw new InvalidOperationException("No plugin provides users; `Plugins` shows what runs.");

    /// <summary>How many users there are.</summary>
    public long Count() => Manager.CountAsync().GetAwaiter().GetResult();

    /// <summary>The user of that name, or <see langword="null"/>.</summary>
    public User? Find(string name) => Manager.FindAsync(name).GetAwaiter().GetResult();

    /// <summary>Adds a user.</summary>
    /// <param name="name">The name.</param>
    /// <param name="password">The password; <see langword="null"/>: no login by password.</param>
    /// <param name="roles">The roles.</param>
    /// <exception cref="IdentityException">It was refused.</exception>
    public Task<User> Add(string name, string? password = null, params string[] roles) => Add(new NewUser(name, password) { Roles = [.. roles] });

    /// <summary>Adds a user.</summary>
    /// <exception cref="IdentityException">It was refused.</exception>
    public Task<User> Add(NewUser user) => Manager.AddAsync(user, _caller);

    /// <summary>Changes what <paramref name="change"/> names and leaves the rest.</summary>
    /// <exception cref="IdentityException">It was refused.</exception>
    public Task<User> Change(string name, UserChange change) => Manager.ChangeAsync(name, change, _caller);

    /// <summary>Deletes a user.</summary>
    /// <exception cref="IdentityException">There is no such user, or the database is read-only.</exception>
    public Task Remove(string name) => Manager.RemoveAsync(name, _caller);

    /// <inheritdoc/>
    public IEnumerator<User> GetEnumerator()
    {
        var query = new UserQuery { Limit = 1000 };
        while (true)
        {
            var page = Manager.ListAsync(query).GetAwaiter().GetResult();
            foreach (var user in page) yield return user;
            if (page.Length < query.Limit) yield break;
            query = query with { After = page[^1].Name };
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
