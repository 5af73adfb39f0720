using System.Composition;
using System.Globalization;
using PluginFramework.Identity.Throttling;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Invitations;

/// <summary>Makes and takes one-time links. The user database keeps them, so they outlive the daemon and work for one started later.</summary>
[Export(typeof(IUserInvitations)), Shared]
[method: ImportingConstructor]
public sealed class UserInvitations(IUserStore store, UserManager users, IAuditLog audit, IPluginContext context) : IUserInvitations
{
    private const string Accept = "user.accept";

    private readonly IdentityOptions _options = context.GetOptions<IdentityOptions>();
    private readonly LoginThrottle _throttle = new(context.GetOptions<IdentityOptions>(), context.TimeProvider);

    private DateTimeOffset Now => context.TimeProvider.GetUtcNow();

    /// <inheritdoc/>
    public async Task<OneTimeLink> InviteAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.Password is not null) throw new ArgumentException("Whoever is invited sets the password themselves.", nameof(user));
        var (token, until) = (LinkTokens.Create(), Now + _options.LinkLifetime);
        var added = await users.AddAsync("user.invite", user, LinkTokens.With([], token, LinkTokens.Invitation, Now, until), caller, cancellationToken);
        return LinkOf(added, token, until);
    }

    /// <inheritdoc/>
    public async Task<OneTimeLink> ResetAsync(string name, Caller caller, CancellationToken cancellationToken = default)
    {
        var (token, until) = (LinkTokens.Create(), Now + _options.LinkLifetime);
        var user = await users.ChangeAsync(
            "user.reset", name, new UserChange(), secrets => LinkTokens.With(UserManager.WithoutPassword(secrets), token, LinkTokens.Reset, Now, until), caller, cancellationToken);
        return LinkOf(user, token, until);
    }

    /// <inheritdoc/>
    public Task<string> FindAsync(string token, ClientInfo client, CancellationToken cancellationToken = default) =>
        UseAsync(token, client, user => Task.FromResult(user.Name), cancellationToken);

    /// <inheritdoc/>
    public Task<User> AcceptAsync(string token, string password, ClientInfo client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(password);
        return UseAsync(token, client, user =>
        {
            var caller = new Caller(user.Name, client.Protocol) { RemoteAddress = client.RemoteAddress };
            // Asked again where no other change comes between, for it counts once.
            return users.ChangeAsync(
                Accept, user.Name, new UserChange { Password = password },
                secrets => LinkTokens.Opens(secrets, token, Now) ? secrets : throw Invalid(), caller, cancellationToken);
        }, cancellationToken);
    }

    private async Task<T> UseAsync<T>(string token, ClientInfo client, Func<User, Task<T>> use, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(client);
        var wait = _throttle.TryEnter("", client);
        if (wait > TimeSpan.Zero)
            throw new IdentityException(IdentityError.Throttled, string.Create(CultureInfo.InvariantCulture, $"Too many attempts; try again in {Math.Ceiling(wait.TotalSeconds)} seconds."));
        var attempt = Attempt.Undecided;
        try
        {
            if (await OwnerOfAsync(token, cancellationToken) is { } user) return await use(user);
            attempt = Attempt.Failed;
            audit.Record(new AuditEvent(Accept, AuditWord.Of(IdentityError.InvalidLink)) { Surface = client.Protocol, RemoteAddress = client.RemoteAddress });
            throw Invalid();
        }
        finally
        {
            _throttle.Leave("", client, attempt);
        }
    }

    private async Task<User?> OwnerOfAsync(string token, CancellationToken cancellationToken)
    {
        if (!LinkTokens.IsOne(token) || await store.FindBySecretAsync(LinkTokens.ToSecret(token), cancellationToken) is not { IsDisabled: false } user) return null;
        return LinkTokens.Opens(await store.GetSecretsAsync(user.Id, cancellationToken), token, Now) ? user : null;
    }

    private OneTimeLink LinkOf(User user, string token, DateTimeOffset until) =>
        new(user.Name, token, _options.WelcomeAddress.Replace(IdentityOptions.TokenPlace, token, StringComparison.Ordinal), until);

    private static IdentityException Invalid() =>
        new(IdentityError.InvalidLink, "This link is not good: it was used, or is too old, or is not whole. Ask whoever sent it for another.");
}
