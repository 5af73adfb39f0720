using System.Collections.Immutable;
using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Keys;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Passkeys;

/// <summary>Registers passkeys and verifies them. The user database keeps them, as secrets; ASP.NET Core's handler knows the format.</summary>
[Export(typeof(IUserPasskeys)), Export, Shared]
[method: ImportingConstructor]
public sealed class UserPasskeys(IUserStore store, ChangeGate gate, AccountChanges changes, IPluginContext context) : IUserPasskeys
{
    private const int MaxPasskeys = 20;

    /// <summary>Of what the library says, which may hold what the client sent.</summary>
    private const int MaxReason = 300;

    /// <summary>Far longer than what browsers send where no attestation was asked for.</summary>
    private const int MaxResponse = 32 * 1024;

    private readonly PasskeyTickets _tickets = new(context.TimeProvider);
    private readonly ILogger _log = context.LoggerFactory.CreateLogger<UserPasskeys>();

    /// <inheritdoc/>
    public bool WorkAt(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return !store.IsReadOnly && store.Credentials.HasFlag(UserStoreCredentials.Keys) && PasskeyOrigin.TryParse(origin, out _);
    }

    /// <inheritdoc/>
    public async Task<PasskeyCeremony> BeginRegistrationAsync(string userName, string origin, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(caller);
        CheckStore();
        var place = PasskeyOrigin.Parse(origin);
        var user = await FindAsync(userName, cancellationToken);
        CheckRoom(await store.GetSecretsAsync(user.Id, cancellationToken));
        using var party = new RelyingParty(store, place);
        var (options, state) = await party.BeginRegistrationAsync(user);
        return new(_tickets.Seal(new(IsRegistration: true, place.Text, caller.SessionId ?? "", state)), options);
    }

    /// <inheritdoc/>
    public async Task<AccountKey> FinishRegistrationAsync(
        string userName, string ticket, string attestation, string label, string origin, Caller caller, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(attestation);
        ArgumentNullException.ThrowIfNull(origin);
        PasskeyRecord? added = null;
        await changes.CarryOutAsync("user.key.add", userName, caller, async () =>
        {
            CheckStore();
            var place = PasskeyOrigin.Parse(origin);
            var name = AccountKeys.CheckLabel(label);
            if (_tickets.Take(ticket) is not { IsRegistration: true } begun || begun.Origin != place.Text || begun.SessionId != (caller.SessionId ?? ""))
                throw Refused("That took too long, or was begun in another window. Register the passkey again.");
            using var turn = await gate.EnterAsync(cancellationToken);
            var user = await FindAsync(userName, cancellationToken);
            var secrets = await store.GetSecretsAsync(user.Id, cancellationToken);
            CheckRoom(secrets);
            added = PasskeyRecord.Of(await VerifyAsync(place, attestation, begun, user), place.Host, name, context.TimeProvider.GetUtcNow());
            if (added.ToSecret().Value.Length > PasskeyRecord.MaxLength) throw Refused("This device's passkeys are longer than can be kept here; use another device.");
            await store.SetSecretsAsync(user.Id, [.. secrets, added.IdSecret, added.ToSecret()], cancellationToken);
            return new(user, $"passkey: {name}");
        });
        return AccountKeys.Describe(added!);
    }

    /// <inheritdoc/>
    public async Task<PasskeyCeremony> BeginLoginAsync(string? userName, string origin, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(origin);
        CheckStore();
        var place = PasskeyOrigin.Parse(origin);
        var user = userName is null ? null : await FindAsync(userName, cancellationToken);
        if (user is not null && PasskeyRecord.In(await store.GetSecretsAsync(user.Id, cancellationToken)).All(record => record.Host != place.Host))
            throw new IdentityException(IdentityError.InvalidKey, $"You have no passkey for {place.Host}.");
        using var party = new RelyingParty(store, place);
        var (options, state) = await party.BeginLoginAsync(user);
        return new(_tickets.Seal(new(IsRegistration: false, place.Text, "", state)), options);
    }

    /// <summary>Whose passkey has answered; <see langword="null"/> where the answer is wrong, which is logged with the reason.</summary>
    internal async Task<User?> VerifyAsync(PasskeyCredential credential, CancellationToken cancellationToken)
    {
        if (credential.Assertion.Length > MaxResponse || !PasskeyOrigin.TryParse(credential.Origin, out var place)) return null;
        if (_tickets.Take(credential.Ticket) is not { IsRegistration: false } begun || begun.Origin != place.Text)
        {
            _log.PasskeyRefused(credential.UserName, "its ticket was used, is too old or was not made for it");
            return null;
        }

        // The count it is signed with must be higher than the one before, so that one answer comes after the other.
        using var turn = await gate.EnterAsync(cancellationToken);
        using var party = new RelyingParty(store, place);
        var result = await party.FinishLoginAsync(credential.Assertion, begun.State);
        if (!result.Succeeded)
        {
            _log.PasskeyRefused(credential.UserName, AuditWord.ClaimedName(result.Failure.Message, MaxReason));
            return null;
        }

        var (user, passkey) = (result.User, result.Passkey);
        if (credential.UserName.Length > 0 && !string.Equals(user.Name, credential.UserName, StringComparison.OrdinalIgnoreCase))
        {
            _log.PasskeyRefused(credential.UserName, $"it is {user.Name}'s");
            return null;
        }

        var secrets = await store.GetSecretsAsync(user.Id, cancellationToken);
        var old = PasskeyRecord.In(secrets).First(record => record.ToInfo().CredentialId.AsSpan().SequenceEqual(passkey.CredentialId));
        var used = old with { SignCount = passkey.SignCount, IsBackedUp = passkey.IsBackedUp, LastUsedAt = context.TimeProvider.GetUtcNow() };
        await store.SetSecretsAsync(user.Id, secrets.Replace(old.ToSecret(), used.ToSecret()), cancellationToken);
        return user;
    }

    private async Task<Microsoft.AspNetCore.Identity.UserPasskeyInfo> VerifyAsync(PasskeyOrigin place, string attestation, PasskeyTicket begun, User user)
    {
        if (attestation.Length > MaxResponse) throw Refused("What the browser sent is longer than a passkey's answer can be.");
        using var party = new RelyingParty(store, place);
        var result = await party.FinishRegistrationAsync(attestation, begun.State);
        if (result.Succeeded && result.UserEntity.Id == user.Id) return result.Passkey;
        _log.PasskeyRefused(user.Name, AuditWord.ClaimedName(result.Failure?.Message ?? "it was made for another user", MaxReason));
        throw Refused("The passkey was not accepted; the daemon's log says why. Register it again.");
    }

    private async Task<User> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindAsync(name, cancellationToken) is { IsDisabled: false } user ? user : throw AccountChanges.Unknown();

    private void CheckStore()
    {
        changes.CheckWritable();
        if (!store.Credentials.HasFlag(UserStoreCredentials.Keys)) throw new IdentityException(IdentityError.ReadOnly, $"The user database '{store.Name}' keeps no passkeys.");
    }

    private static void CheckRoom(ImmutableArray<StoredSecret> secrets)
    {
        if (PasskeyRecord.In(secrets).Count() >= MaxPasskeys) throw Refused($"A user may have {MaxPasskeys} passkeys; remove one that is not used any more.");
    }

    private static IdentityException Refused(string message) => new(IdentityError.InvalidKey, message);
}
