using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Passkeys;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Keys;

/// <summary>Keeps what logs users in besides their passwords, as secrets of the user database in use.</summary>
[Export(typeof(IAccountKeys)), Shared]
[method: ImportingConstructor]
public sealed class AccountKeys(IUserStore store, ChangeGate gate, AccountChanges changes, SecondFactor secondFactor, IPluginContext context) : IAccountKeys
{
    private const int MaxKeys = 50;
    private const int MaxPending = 1000;
    private const int MaxLabelLength = 64;
    private const string AuthenticatorId = "authenticator";
    private const string RecoveryId = "recovery-codes";
    private static readonly TimeSpan EnrolmentTime = TimeSpan.FromMinutes(10);

    // By user id: authenticator apps of which no code was given yet.
    private readonly ConcurrentDictionary<string, (TotpSecret Secret, DateTimeOffset Until)> _pending = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<ImmutableArray<AccountKey>> ListAsync(string userName, CancellationToken cancellationToken = default)
    {
        if (await store.FindAsync(userName, cancellationToken) is not { } user) return [];
        var secrets = await store.GetSecretsAsync(user.Id, cancellationToken);
        var keys = secrets.Select(secret => Describe(secret, secrets)).OfType<AccountKey>().Concat(PasskeyRecord.In(secrets).Select(Describe));
        var codes = secrets.Count(secret => secret.Scheme == KeySchemes.RecoveryCode);
        if (codes > 0) keys = keys.Append(new(RecoveryId, AccountKeyKind.RecoveryCodes, string.Create(CultureInfo.InvariantCulture, $"{codes} left")));
        return [.. keys.OrderBy(key => key.Kind).ThenBy(key => key.CreatedAt)];
    }

    /// <inheritdoc/>
    public async Task<string> AddAppPasswordAsync(string userName, NewAppPassword appPassword, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(appPassword);
        var password = AppPasswords.Create();
        await ChangeAsync("user.key.add", userName, caller, (_, secrets) =>
        {
            var label = CheckLabel(appPassword.Label);
            if (appPassword.ExpiresAt <= context.TimeProvider.GetUtcNow()) throw new IdentityException(IdentityError.InvalidValue, "The app password would have expired already; choose a later time.");
            return (Added(secrets, AppPasswords.ToSecret(password), label, appPassword.ExpiresAt, UserRules.CheckProtocols(appPassword.Protocols)), $"app password: {label}");
        }, cancellationToken);
        return password;
    }

    /// <inheritdoc/>
    public async Task<AccountKey> AddSshKeyAsync(string userName, string line, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(line);
        AccountKey? added = null;
        await ChangeAsync("user.key.add", userName, caller, (_, secrets) =>
        {
            var key = SshPublicKey.Parse(line);
            if (secrets.Contains(key.Secret)) throw new IdentityException(IdentityError.InvalidKey, "The user has this key already.");
            var changed = Added(secrets, key.Secret, key.Comment.Length > 0 ? key.Comment : key.Fingerprint, null, [User.AnyProtocol]);
            added = Describe(key.Secret, changed);
            return (changed, $"SSH key: {key.Fingerprint}");
        }, cancellationToken);
        return added!;
    }

    /// <inheritdoc/>
    public async Task<AuthenticatorEnrolment> BeginAuthenticatorAsync(string userName, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        changes.CheckWritable();
        var user = await store.FindAsync(userName, cancellationToken) ?? throw AccountChanges.Unknown();
        var now = context.TimeProvider.GetUtcNow();
        foreach (var (id, pending) in _pending) if (pending.Until < now) _pending.TryRemove(id, out _);
        if (_pending.Count >= MaxPending) throw new IdentityException(IdentityError.InvalidValue, "Too many are setting up an authenticator just now; try again in some minutes.");
        var secret = TotpSecret.Create();
        _pending[user.Id] = (secret, now + EnrolmentTime);
        return new(secret.Base32, secret.UriFor("pluginhost", user.Name));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> ConfirmAuthenticatorAsync(string userName, string code, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        var codes = RecoveryCodes.Create();
        await ChangeAsync("user.authenticator.set", userName, caller, (user, secrets) =>
        {
            if (!_pending.TryGetValue(user.Id, out var pending) || pending.Until < context.TimeProvider.GetUtcNow())
                throw new IdentityException(IdentityError.InvalidCode, "No authenticator is being set up, or that took too long; begin again.");
            if (!secondFactor.TryUse(user, pending.Secret, code))
                throw new IdentityException(IdentityError.InvalidCode, "The code is wrong; give the one that the app shows now, and see that the clock of its device is right.");
            _pending.TryRemove(user.Id, out _);
            return ([.. Without(secrets, AuthenticatorId), new(KeySchemes.Authenticator, secondFactor.Protect(pending.Secret)), .. codes.Select(RecoveryCodes.ToSecret)], null);
        }, cancellationToken);
        return codes;
    }

    /// <inheritdoc/>
    public Task RemoveAsync(string userName, string keyId, Caller caller, CancellationToken cancellationToken = default) =>
        ChangeAsync("user.key.remove", userName, caller, (_, secrets) =>
        {
            var left = Without(secrets, keyId);
            return left.Length < secrets.Length ? (left, keyId) : throw new IdentityException(IdentityError.InvalidKey, "There is no such key; the list of keys has their ids.");
        }, cancellationToken);

    internal static AccountKey Describe(PasskeyRecord passkey) => new(KeyNote.IdOf(passkey.IdSecret), AccountKeyKind.Passkey, passkey.Label)
    {
        CreatedAt = passkey.CreatedAt, LastUsedAt = passkey.LastUsedAt, Host = passkey.Host, Protocols = ["http"],
    };

    internal static string CheckLabel(string label)
    {
        var text = string.Concat((label ?? "").Where(letter => !char.IsControl(letter))).Trim();
        return text.Length is > 0 and <= MaxLabelLength ? text : throw new IdentityException(IdentityError.InvalidValue, $"A label of 1 to {MaxLabelLength} characters is wanted.");
    }

    private Task<User> ChangeAsync(
        string action, string userName, Caller caller, Func<User, ImmutableArray<StoredSecret>, (ImmutableArray<StoredSecret> Secrets, string? Detail)> change, CancellationToken cancellationToken) =>
        changes.CarryOutAsync(action, userName, caller, async () =>
        {
            using var turn = await gate.EnterAsync(cancellationToken);
            var user = await store.FindAsync(userName, cancellationToken) ?? throw AccountChanges.Unknown();
            var (secrets, detail) = change(user, await store.GetSecretsAsync(user.Id, cancellationToken));
            await store.SetSecretsAsync(user.Id, secrets, cancellationToken);
            return new(user, detail);
        });

    private ImmutableArray<StoredSecret> Added(
        ImmutableArray<StoredSecret> secrets, StoredSecret key, string label, DateTimeOffset? expiresAt, ImmutableArray<string> protocols)
    {
        if (secrets.Count(secret => secret.Scheme == KeySchemes.Note) >= MaxKeys)
            throw new IdentityException(IdentityError.InvalidKey, $"A user may have {MaxKeys} keys; remove one that is not used any more.");
        return [.. secrets, key, new KeyNote(KeyNote.IdOf(key), context.TimeProvider.GetUtcNow(), expiresAt, protocols, label).ToSecret()];
    }

    private static ImmutableArray<StoredSecret> Without(ImmutableArray<StoredSecret> secrets, string keyId) => keyId switch
    {
        AuthenticatorId => secrets.RemoveAll(secret => secret.Scheme is KeySchemes.Authenticator or KeySchemes.RecoveryCode),
        RecoveryId => secrets.RemoveAll(secret => secret.Scheme == KeySchemes.RecoveryCode),
        _ => secrets.RemoveAll(secret => (secret.Scheme is KeySchemes.AppPassword or KeySchemes.OneTimeLink or StoredSecret.SshKeyScheme or StoredSecret.CertificateScheme or KeySchemes.Passkey
                && KeyNote.IdOf(secret) == keyId)
            || (secret.Scheme == KeySchemes.PasskeyRecord && PasskeyRecord.In([secret]).Any(passkey => KeyNote.IdOf(passkey.IdSecret) == keyId))
            || (secret.Scheme == KeySchemes.Note && secret == KeyNote.Find(secrets, keyId)?.ToSecret())),
    };

    private static AccountKey? Describe(StoredSecret secret, ImmutableArray<StoredSecret> all)
    {
        var id = KeyNote.IdOf(secret);
        var note = KeyNote.Find(all, id);
        var key = secret.Scheme switch
        {
            KeySchemes.AppPassword => new(id, AccountKeyKind.AppPassword, note?.Label ?? "") { Protocols = note?.Protocols ?? [] },
            StoredSecret.SshKeyScheme when SshPublicKey.Of(secret).Fingerprint is var print => new(id, AccountKeyKind.SshKey, note?.Label ?? print) { Fingerprint = print },
            StoredSecret.CertificateScheme => new(id, AccountKeyKind.Certificate, secret.Value) { Fingerprint = secret.Value },
            KeySchemes.OneTimeLink => new(id, AccountKeyKind.OneTimeLink, note?.Label ?? "") { Protocols = [] },
            KeySchemes.Authenticator => new AccountKey(AuthenticatorId, AccountKeyKind.Authenticator, "Authenticator app"),
            _ => null,
        };
        return key is null || note is null ? key : key with { CreatedAt = note.CreatedAt, ExpiresAt = note.ExpiresAt };
    }
}
