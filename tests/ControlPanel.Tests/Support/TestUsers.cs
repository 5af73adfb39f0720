using System.Collections.Concurrent;
using System.Collections.Immutable;
using PluginFramework.Identity;
using PluginFramework.Identity.Passkeys;
using PluginFramework.Network;
using PluginFramework.TestUtilities;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>Users in memory, and logging them in: without the slow hashes.</summary>
internal sealed class TestUsers : IUserManager, IAuthenticator
{
    private readonly ConcurrentDictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);

    public InMemoryUserStore Store { get; } = new();

    /// <summary>Checks passkeys.</summary>
    public PasskeyChecker? Passkeys { get; set; }

    /// <summary>Given instead of an answer while it is set.</summary>
    public AuthenticationResult? Answer { get; set; }

    /// <summary>The code that a login takes besides the password; <see langword="null"/>: none.</summary>
    public string? Code { get; set; }

    public int Logins { get; private set; }

    public Task<User> AddAsync(string name, string password, params string[] roles) =>
        AddAsync(new NewUser(name, password) { Roles = [.. roles] }, new("test", "test"));

    public async Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default)
    {
        if (user.Name.Any(character => !char.IsAsciiLetterOrDigit(character))) throw new IdentityException(IdentityError.InvalidName, "The name must be of letters and digits.");
        if (user.Password is { Length: < 8 }) throw new IdentityException(IdentityError.InvalidPassword, "The password must have 8 characters.");
        var made = await Store.CreateAsync(
            new User { Id = "", Name = user.Name, DisplayName = user.DisplayName, Roles = user.Roles, Protocols = user.Protocols, CreatedAt = new(2026, 11, 1, 9, 30, 0, TimeSpan.Zero) },
            [], cancellationToken);
        if (user.Password is { } password) _passwords[user.Name] = password;
        return made;
    }

    public async Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken = default)
    {
        var user = await FindAsync(name, cancellationToken) ?? throw new IdentityException(IdentityError.NoSuchUser, $"There is no user '{name}'.");
        if (change.Password is { } password) _passwords[user.Name] = password;
        return await Store.UpdateAsync(
            user with
            {
                DisplayName = change.DisplayName ?? user.DisplayName, Roles = change.Roles ?? user.Roles, Protocols = change.Protocols ?? user.Protocols,
                IsDisabled = change.IsDisabled ?? user.IsDisabled,
            },
            cancellationToken);
    }

    public async Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken = default)
    {
        var user = await FindAsync(name, cancellationToken) ?? throw new IdentityException(IdentityError.NoSuchUser, $"There is no user '{name}'.");
        await Store.RemoveAsync(user.Id, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), cancellationToken);
    }

    public async Task<User?> FindAsync(string name, CancellationToken cancellationToken = default) => await Store.FindAsync(name, cancellationToken);

    public async Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) => await Store.ListAsync(query, cancellationToken);

    public async Task<long> CountAsync(CancellationToken cancellationToken = default) => await Store.CountAsync(cancellationToken);

    public async ValueTask<AuthenticationResult> AuthenticateAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        Logins++;
        if (Answer is { } answer) return answer;
        if (Passkeys is { } passkeys && await passkeys.CheckAsync(credential, client, cancellationToken) is CredentialCheck.Accepted { User: var owner })
            return owner.IsDisabled ? new AuthenticationResult.Refused(AuthenticationFailure.AccountDisabled) : new AuthenticationResult.Succeeded(Principal.Of(owner));
        if (Code is { } code && credential is PasswordCredential both && _passwords.GetValueOrDefault(both.UserName) == both.Password && both.OneTimeCode != code)
            return new AuthenticationResult.Refused(both.OneTimeCode is null ? AuthenticationFailure.SecondFactorRequired : AuthenticationFailure.InvalidCredentials);
        return credential is PasswordCredential password && _passwords.GetValueOrDefault(password.UserName) == password.Password
            && await FindAsync(password.UserName, cancellationToken) is { } user
            ? new AuthenticationResult.Succeeded(Principal.Of(user))
            : new AuthenticationResult.Refused(AuthenticationFailure.InvalidCredentials);
    }
}
