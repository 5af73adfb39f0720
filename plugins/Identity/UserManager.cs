using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Invitations;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Removal;
using PluginFramework.Plugins;

namespace PluginFramework.Identity;

/// <summary>Makes, changes and finds users of the database in use.</summary>
[Export(typeof(IUserManager)), Export, Shared]
[method: ImportingConstructor]
public sealed class UserManager(
    IUserStore store, ILiveExports<ISecretScheme> schemes, HashGate hashes, ChangeGate gate, AccountChanges changes, RemovedUsers removed, IPluginContext context) : IUserManager
{
    public Task<User> AddAsync(NewUser user, Caller caller, CancellationToken cancellationToken = default) => AddAsync("user.add", user, [], caller, cancellationToken);

    public Task<User> ChangeAsync(string name, UserChange change, Caller caller, CancellationToken cancellationToken = default) =>
        ChangeAsync("user.change", name, change, secrets => secrets, caller, cancellationToken);

    /// <summary>Adds a user who has keys already.</summary>
    internal Task<User> AddAsync(
        string action, NewUser user, ImmutableArray<StoredSecret> keys, Caller caller, CancellationToken cancellationToken, bool isDisabled = false)
    {
        ArgumentNullException.ThrowIfNull(user);
        return changes.CarryOutAsync(action, user.Name, caller, async () =>
        {
            UserRules.CheckName(user.Name);
            if (user.Password is not null) UserRules.CheckPassword(user.Password);
            var account = new User
            {
                Id = "",
                Name = user.Name,
                DisplayName = UserRules.CheckDisplayName(user.DisplayName),
                Roles = UserRules.CheckRoles(user.Roles),
                Protocols = UserRules.CheckProtocols(user.Protocols),
                IsDisabled = isDisabled,
                CreatedAt = context.TimeProvider.GetUtcNow(),
            };
            // Asked before the slow hashes as well, so that a taken name is refused at once.
            if (await store.FindAsync(user.Name, cancellationToken) is { } taken) throw Taken(taken.Name);
            await removed.FreeNameAsync(user.Name, cancellationToken);
            var secrets = (await DeriveAsync(account, user.Password, cancellationToken)).AddRange(keys);
            var created = await store.CreateAsync(account, secrets, cancellationToken);
            return new(created, Describe(created.Roles, created.Protocols, user.Password));
        });
    }

    /// <summary>Changes a user, and their secrets besides.</summary>
    /// <param name="action">What the audit calls it.</param>
    /// <param name="name">The user.</param>
    /// <param name="change">What to change.</param>
    /// <param name="alter">Makes of the user's secrets those to go on with, before a password is set; what it throws ends the change.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<User> ChangeAsync(
        string action, string name, UserChange change, Func<ImmutableArray<StoredSecret>, ImmutableArray<StoredSecret>> alter, Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return changes.CarryOutAsync(action, name, caller, async () =>
        {
            if (change.Password is not null) UserRules.CheckPassword(change.Password);
            var fingerprints = change.CertificateFingerprints is { } given ? UserRules.CheckFingerprints(given) : default;
            using var turn = await gate.EnterAsync(cancellationToken);
            var old = await store.FindAsync(name, cancellationToken) ?? throw AccountChanges.Unknown();
            var user = old with
            {
                DisplayName = change.DisplayName is null ? old.DisplayName : UserRules.CheckDisplayName(change.DisplayName),
                Roles = change.Roles is { } roles ? UserRules.CheckRoles(roles) : old.Roles,
                Protocols = change.Protocols is { } protocols ? UserRules.CheckProtocols(protocols) : old.Protocols,
                IsDisabled = change.IsDisabled ?? old.IsDisabled,
            };
            await CheckUnclaimedAsync(fingerprints, user, cancellationToken);
            var secrets = await store.GetSecretsAsync(user.Id, cancellationToken);
            var newSecrets = await ReplaceAsync(alter(secrets), user, change.Password, fingerprints, cancellationToken);
            var changed = newSecrets.SequenceEqual(secrets)
                ? await store.UpdateAsync(user, cancellationToken)
                : await store.ReplaceAsync(user, newSecrets, cancellationToken);
            return new(changed, Describe(change))
            {
                EndsSessions = change.Password is not null || HasNoPassword(newSecrets) && !HasNoPassword(secrets) || old.Roles.Except(changed.Roles).Any(),
                // What a connection's user may was settled at its login.
                EndsConnections = old.Roles.Contains(WellKnownRoles.Operator) && !changed.Roles.Contains(WellKnownRoles.Operator),
                IsGone = changed.IsDisabled && !old.IsDisabled,
            };
        });
    }

    public Task RemoveAsync(string name, Caller caller, CancellationToken cancellationToken = default) =>
        changes.CarryOutAsync("user.remove", name, caller, async () =>
        {
            using var turn = await gate.EnterAsync(cancellationToken);
            return await removed.RemoveAsync(await store.FindAsync(name, cancellationToken) ?? throw AccountChanges.Unknown(), cancellationToken);
        });

    public async Task<User?> FindAsync(string name, CancellationToken cancellationToken = default) => await store.FindAsync(name, cancellationToken);

    public async Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken = default) =>
        await store.ListAsync(query, cancellationToken);

    public async Task<long> CountAsync(CancellationToken cancellationToken = default) => await store.CountAsync(cancellationToken);

    /// <summary>Secrets without what was made of the password.</summary>
    internal static ImmutableArray<StoredSecret> WithoutPassword(ImmutableArray<StoredSecret> secrets) => secrets.RemoveAll(secret => !KeySchemes.Contains(secret.Scheme));

    private static bool HasNoPassword(ImmutableArray<StoredSecret> secrets) => secrets.All(secret => KeySchemes.Contains(secret.Scheme));

    private async Task<ImmutableArray<StoredSecret>> ReplaceAsync(
        ImmutableArray<StoredSecret> secrets, User user, string? password, ImmutableArray<string> fingerprints, CancellationToken cancellationToken)
    {
        var certificates = fingerprints.IsDefault
            ? secrets.Where(secret => secret.Scheme == StoredSecret.CertificateScheme)
            : fingerprints.Select(fingerprint => new StoredSecret(StoredSecret.CertificateScheme, fingerprint));
        var ofPassword = password is null
            ? secrets.Where(secret => !KeySchemes.Contains(secret.Scheme) && !IsUnwanted(secret, user))
            : await DeriveAsync(user, password, cancellationToken);
        // Whoever has set a password needs no link to set one.
        var otherKeys = (password is null ? secrets : LinkTokens.Without(secrets))
            .Where(secret => KeySchemes.Contains(secret.Scheme) && secret.Scheme != StoredSecret.CertificateScheme);
        return [.. ofPassword, .. certificates, .. otherKeys];
    }

    private async Task<ImmutableArray<StoredSecret>> DeriveAsync(User user, string? password, CancellationToken cancellationToken)
    {
        if (password is null) return [];
        var wanted = schemes.Current.Select(scheme => scheme.Value).Where(scheme => IsWanted(scheme, user)).ToImmutableArray();
        return await hashes.RunAsync<ImmutableArray<StoredSecret>>(
            () => [.. wanted.Select(scheme => new StoredSecret(scheme.Name, scheme.Derive(user.Name, password)))], isLogin: false, cancellationToken);
    }

    private static bool IsWanted(ISecretScheme scheme, User user) => scheme.WeakFor is null || user.MayUse(scheme.WeakFor, needsWeakSecret: true);

    // A weak secret does not outlive the permission it was made for.
    private bool IsUnwanted(StoredSecret secret, User user) =>
        schemes.Current.Any(scheme => scheme.Value.Name == secret.Scheme && !IsWanted(scheme.Value, user));

    private async Task CheckUnclaimedAsync(ImmutableArray<string> fingerprints, User user, CancellationToken cancellationToken)
    {
        if (fingerprints.IsDefault) return;
        foreach (var fingerprint in fingerprints)
        {
            var owner = await store.FindBySecretAsync(new StoredSecret(StoredSecret.CertificateScheme, fingerprint), cancellationToken);
            if (owner is not null && owner.Id != user.Id)
            {
                throw new IdentityException(IdentityError.InvalidValue,
                    $"The certificate {fingerprint[..16]}… logs {owner.Name} in already; take it from there first.");
            }
        }
    }

    private static string Describe(ImmutableArray<string> roles, ImmutableArray<string> protocols, string? password) =>
        $"roles: {string.Join(' ', roles)}; protocols: {string.Join(' ', protocols)}; {(password is null ? "no password" : "password set")}";

    private static string Describe(UserChange change) => string.Join("; ", ((string?[])
    [
        change.DisplayName is null ? null : "display name",
        change.Password is null ? null : "password set",
        change.Roles is { IsDefault: false } roles ? $"roles: {string.Join(' ', roles)}" : null,
        change.Protocols is { IsDefault: false } protocols ? $"protocols: {string.Join(' ', protocols)}" : null,
        change.IsDisabled switch { null => null, true => "disabled", false => "enabled" },
        change.CertificateFingerprints is { IsDefault: false } fingerprints ? $"{fingerprints.Length} certificates" : null,
    ]).Where(part => part is not null));

    private static IdentityException Taken(string name) => new(IdentityError.UserExists, $"There is a user '{name}' already; choose another name.");
}
