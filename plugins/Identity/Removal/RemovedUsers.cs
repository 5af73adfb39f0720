using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using PluginFramework.Identity.Changes;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Removal;

/// <summary>
/// Users who were removed: gone for every login, kept with their secrets for a time, and then deleted. Until then their name stays taken, so that nobody comes
/// to what is addressed to them.
/// </summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class RemovedUsers(IUserStore store, ChangeGate gate, AccountChanges changes, IPluginContext context)
{
    private const int PageSize = 1000;

    private static readonly Caller Clock = new("system:identity", "timer");

    private readonly TimeSpan _keep = context.GetOptions<IdentityOptions>().KeepRemoved;

    /// <summary>Whether somebody who is removed can be restored.</summary>
    internal bool AreKept => store.KeepsRemoved && _keep > TimeSpan.Zero;

    /// <summary>Until when a removed user is kept.</summary>
    internal DateTimeOffset UntilOf(User removed) => (removed.RemovedAt ?? context.TimeProvider.GetUtcNow()) + _keep;

    internal string WhenOf(User removed) => Text(UntilOf(removed));

    /// <summary>Until when somebody is kept who is removed now.</summary>
    internal string WhenOfNow => Text(context.TimeProvider.GetUtcNow() + _keep);

    internal async Task<ImmutableArray<User>> ListAsync(UserQuery query, CancellationToken cancellationToken) =>
        store.KeepsRemoved ? await store.ListRemovedAsync(query, cancellationToken) : [];

    /// <exception cref="IdentityException">Nobody of that name was removed, or it is too long ago.</exception>
    internal async Task<User> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.FindRemovedAsync(name, cancellationToken) is { } removed && !IsOver(removed) ? removed : throw Unknown();

    /// <exception cref="IdentityException">The name is that of somebody removed who can still be restored.</exception>
    internal async Task CheckNameAsync(string name, CancellationToken cancellationToken)
    {
        if (await store.FindRemovedAsync(name, cancellationToken) is { } removed && !IsOver(removed)) throw Kept(removed);
    }

    /// <summary>Frees a name whose owner was removed so long ago that they are kept no longer, and refuses one whose owner still is.</summary>
    /// <exception cref="IdentityException">The name's owner can still be restored.</exception>
    internal async Task FreeNameAsync(string name, CancellationToken cancellationToken)
    {
        if (await store.FindRemovedAsync(name, cancellationToken) is not { } removed) return;
        if (!IsOver(removed)) throw Kept(removed);
        await PurgeAsync(removed.Name, Clock, cancellationToken);
    }

    /// <summary>Takes a user out of use. The caller has the gate.</summary>
    internal async Task<AccountChange> RemoveAsync(User user, CancellationToken cancellationToken)
    {
        if (!AreKept)
        {
            return await store.DeleteAsync(user.Id, cancellationToken) ? new(user, "for good") { IsGone = true } : throw AccountChanges.Unknown();
        }

        var removed = user with { RemovedAt = context.TimeProvider.GetUtcNow() };
        if (!await store.RemoveAsync(user.Id, context.TimeProvider.GetUtcNow(), cancellationToken)) throw AccountChanges.Unknown();
        return new(removed, $"kept until {WhenOf(removed)}") { IsGone = true };
    }

    /// <summary>Brings a user back as they were, less what logs somebody else in by now.</summary>
    /// <exception cref="IdentityException">Nobody of that name was removed.</exception>
    internal Task<User> RestoreAsync(string name, Caller caller, CancellationToken cancellationToken) =>
        changes.CarryOutAsync("user.restore", name, caller, async () =>
        {
            using var turn = await gate.EnterAsync(cancellationToken);
            var removed = await FindAsync(name, cancellationToken);
            if (!await store.RestoreAsync(removed.Id, cancellationToken)) throw Unknown();
            var secrets = await store.GetSecretsAsync(removed.Id, cancellationToken);
            var lost = new List<StoredSecret>();
            foreach (var certificate in secrets.Where(secret => secret.Scheme == StoredSecret.CertificateScheme))
            {
                // Found is who alone has it.
                if (await store.FindBySecretAsync(certificate, cancellationToken) is null) lost.Add(certificate);
            }

            if (lost.Count > 0) await store.SetSecretsAsync(removed.Id, secrets.RemoveRange(lost), cancellationToken);
            return new(removed with { RemovedAt = null }, lost.Count > 0 ? $"{lost.Count} certificates left out, which log others in by now" : null);
        });

    /// <summary>Deletes a removed user for good.</summary>
    /// <exception cref="IdentityException">Nobody of that name was removed.</exception>
    internal Task<User> PurgeAsync(string name, Caller caller, CancellationToken cancellationToken) =>
        changes.CarryOutAsync("user.purge", name, caller, async () =>
        {
            using var turn = await gate.EnterAsync(cancellationToken);
            var removed = await store.FindRemovedAsync(name, cancellationToken) ?? throw Unknown();
            return await store.DeleteAsync(removed.Id, cancellationToken) ? new(removed) { IsGone = true } : throw Unknown();
        });

    /// <summary>Deletes those whose time is over.</summary>
    internal async Task PurgeOverdueAsync(CancellationToken cancellationToken)
    {
        if (store.IsReadOnly || !store.KeepsRemoved) return;
        string? after = null;
        do
        {
            var page = await store.ListRemovedAsync(new UserQuery { After = after, Limit = PageSize }, cancellationToken);
            foreach (var removed in page.Where(IsOver)) await PurgeAsync(removed.Name, Clock, cancellationToken);
            after = page.Length == PageSize ? page[^1].Name : null;
        }
        while (after is not null);
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private bool IsOver(User removed) => UntilOf(removed) <= context.TimeProvider.GetUtcNow();

    private IdentityException Kept(User removed) => new(
        IdentityError.UserExists, $"There was a user '{removed.Name}', who was removed and is kept until {WhenOf(removed)}. Restore or purge them, or choose another name.");

    private static IdentityException Unknown() =>
        new(IdentityError.NoSuchUser, "Nobody of that name was removed, or it is so long ago that they are deleted; the list of removed users shows who is kept.");
}
