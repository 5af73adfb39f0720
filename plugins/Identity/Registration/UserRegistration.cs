using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Throttling;
using PluginFramework.Network;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Registration;

/// <summary>
/// Takes people who make an account for themselves. Who waits for an operator is a disabled user with the role <see cref="Waiting"/>, so that the name is theirs
/// and whatever lists users shows them.
/// </summary>
[Export(typeof(IUserRegistration)), Export, Shared]
[method: ImportingConstructor]
public sealed class UserRegistration(IUserStore store, UserManager users, AccountChanges changes, IAuditLog audit, IPluginContext context) : IUserRegistration, IDisposable
{
    /// <summary>The role of those who wait for an operator's approval.</summary>
    internal const string Waiting = "unapproved";

    private const string Action = "user.register";

    /// <summary>Accounts an address may make before it must wait, and for how long each counts. Each one more waits twice as long as the one before.</summary>
    private const int Allowed = 3;

    private const int MaxAddresses = 10_000;

    private static readonly TimeSpan ForgetOne = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1);

    private readonly IdentityOptions _options = context.GetOptions<IdentityOptions>();
    private readonly AttemptLedger _attempts = new(Allowed, ForgetOne, MaxDelay, maxInFlight: 1, MaxAddresses, context.TimeProvider);
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc/>
    public RegistrationMode Mode => store.IsReadOnly ? RegistrationMode.Off : _options.Registration;

    /// <inheritdoc/>
    public async Task<User> RegisterAsync(string name, string password, ClientInfo client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            UserRules.CheckName(name);
            UserRules.CheckPassword(password);
            if (Mode == RegistrationMode.Off) throw new IdentityException(IdentityError.RegistrationClosed, "Nobody can register here. Ask an operator for an account.");
            var (key, attempt) = (LoginThrottle.Key(client), Attempt.Undecided);
            var wait = _attempts.TryEnter(key);
            if (wait > TimeSpan.Zero) throw new IdentityException(IdentityError.Throttled, string.Create(CultureInfo.InvariantCulture, $"Too many accounts were asked for from your address; try again in {Math.Ceiling(wait.TotalMinutes)} minutes."));
            try
            {
                // A name that is taken counts too, or it could be asked for one name after another.
                attempt = Attempt.Failed;
                return await AddAsync(name, password, client, cancellationToken);
            }
            finally
            {
                _attempts.Leave(key, attempt);
            }
        }
        catch (IdentityException refusal) when (refusal.Error != IdentityError.UserExists)
        {
            audit.Record(new AuditEvent(Action, AuditWord.Of(refusal.Error)) { Subject = AuditWord.ClaimedName(name), Surface = client.Protocol, RemoteAddress = client.RemoteAddress });
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Those who wait for approval, by name.</summary>
    internal async Task<ImmutableArray<User>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        await store.ListAsync(new UserQuery { Role = Waiting, After = after, Limit = limit }, cancellationToken);

    /// <exception cref="IdentityException">Nobody of that name waits.</exception>
    internal async Task<User> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is { IsDisabled: true } user && user.Roles.Contains(Waiting) ? user
            : throw new IdentityException(IdentityError.NoSuchUser, "Nobody of that name waits for approval; the list of registrations shows who does.");

    /// <summary>Lets somebody who waits log in.</summary>
    /// <exception cref="IdentityException">Nobody of that name waits.</exception>
    internal async Task<User> ApproveAsync(string name, Caller caller, CancellationToken cancellationToken)
    {
        var user = await FindAsync(name, cancellationToken);
        var change = new UserChange { IsDisabled = false, Roles = user.Roles.Remove(Waiting) };
        return await users.ChangeAsync("user.approve", user.Name, change, secrets => secrets, caller, cancellationToken);
    }

    /// <summary>Deletes somebody who waits, for good: they have never been in.</summary>
    /// <exception cref="IdentityException">Nobody of that name waits.</exception>
    internal async Task<User> RefuseAsync(string name, Caller caller, CancellationToken cancellationToken)
    {
        var user = await FindAsync(name, cancellationToken);
        return await changes.CarryOutAsync("user.refuse", user.Name, caller, async () =>
            await store.DeleteAsync(user.Id, cancellationToken) ? new(user) { IsGone = true } : throw AccountChanges.Unknown());
    }

    private async Task<User> AddAsync(string name, string password, ClientInfo client, CancellationToken cancellationToken)
    {
        // One after the other, so that no more wait than may, and strangers take one processor at most.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var needsApproval = Mode == RegistrationMode.Approval;
            if (needsApproval && (await ListAsync(null, _options.MaxWaitingRegistrations, cancellationToken)).Length >= _options.MaxWaitingRegistrations)
                throw new IdentityException(IdentityError.RegistrationClosed, "Too many wait for approval; try again in some days, or ask an operator for an account.");
            ImmutableArray<string> roles = [.. _options.RegistrationRoles];
            var user = new NewUser(name, password) { Roles = needsApproval ? [.. roles, Waiting] : roles, Protocols = [.. _options.RegistrationProtocols] };
            var caller = new Caller("visitor", client.Protocol) { RemoteAddress = client.RemoteAddress };
            return await users.AddAsync(Action, user, [], caller, cancellationToken, isDisabled: needsApproval);
        }
        finally
        {
            _turn.Release();
        }
    }
}
