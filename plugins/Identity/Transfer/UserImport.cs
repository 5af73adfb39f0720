using System.Collections.Immutable;
using System.Composition;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Removal;
using PluginFramework.Panels;

namespace PluginFramework.Identity.Transfer;

/// <summary>Takes users from lines of JSON: first all lines are looked at, then each is carried out by itself.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class UserImport(IUserStore store, UserManager users, AccountChanges changes, RemovedUsers removed)
{
    /// <summary>Lines taken at once.</summary>
    internal const int MaxLines = 5000;

    /// <summary>Characters taken at once.</summary>
    internal const int MaxLength = 1_000_000;

    /// <summary>What would become of each line.</summary>
    /// <exception cref="IdentityException">There are too many lines, or the database cannot be changed.</exception>
    internal async Task<ImmutableArray<ImportRow>> PlanAsync(string text, CancellationToken cancellationToken)
    {
        changes.CheckWritable();
        if (text.Length > MaxLength) throw new IdentityException(IdentityError.InvalidValue, $"The text has {text.Length} characters; {MaxLength} are taken at once. Import it in parts.");
        var rows = ImmutableArray.CreateBuilder<ImportRow>();
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            if (rows.Count == MaxLines) throw new IdentityException(IdentityError.InvalidValue, $"There are more than {MaxLines} lines, which are taken at once. Import them in parts.");
            rows.Add(Read(number, line));
        }

        for (var index = 0; index < rows.Count; index++)
        {
            if (rows[index] is not { Line: { } line } row) continue;
            rows[index] = lines.TryAdd(line.Name, row.Number) ? await JudgeAsync(row, line, cancellationToken)
                : Refused(row.Number, line.Name, $"Line {lines[line.Name]} is of this user too.");
        }

        return rows.ToImmutable();
    }

    /// <summary>Carries out what was planned, a line at a time; each is done wholly or not at all, and the answer says which.</summary>
    internal async Task<ImmutableArray<ImportRow>> CarryOutAsync(ImmutableArray<ImportRow> plan, Caller caller, IProgress<View.Progress>? progress, CancellationToken cancellationToken)
    {
        var rows = plan.ToBuilder();
        string? stopped = null;
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            if (row.Line is not { } line || row.Outcome is not (ImportOutcome.Added or ImportOutcome.Changed)) continue;
            if (stopped is null && cancellationToken.IsCancellationRequested) stopped = "The import was interrupted.";
            if (stopped is not null)
            {
                rows[index] = row with { Outcome = ImportOutcome.NotDone, Reason = stopped };
                continue;
            }

            progress?.Report(new($"Line {row.Number}", (double)index / rows.Count));
            try
            {
                // Begun, a line is finished, so that it can be said what was done.
                await CarryOutAsync(row, line, caller);
            }
            catch (IdentityException refusal)
            {
                rows[index] = Refused(row.Number, line.Name, refusal.Message);
            }
#pragma warning disable CA1031 // Whatever the database throws: what was done before it must be told.
            catch (Exception error)
#pragma warning restore CA1031
            {
                stopped = $"Line {row.Number} failed, and no later one was begun: {error.Message}";
                rows[index] = row with { Outcome = ImportOutcome.NotDone, Reason = error.Message };
            }
        }

        return rows.ToImmutable();
    }

    private static ImportRow Read(int number, string text)
    {
        try
        {
            var line = UserLine.Parse(text);
            return new(number, line.Name, ImportOutcome.Unchanged) { Line = line };
        }
        catch (IdentityException error)
        {
            return Refused(number, "", error.Message);
        }
    }

    private static ImportRow Refused(int number, string name, string reason) => new(number, name, ImportOutcome.Refused, reason);

    private async Task<ImportRow> JudgeAsync(ImportRow row, UserLine line, CancellationToken cancellationToken)
    {
        try
        {
            var user = await store.FindAsync(line.Name, cancellationToken);
            if (user is null) await removed.CheckNameAsync(line.Name, cancellationToken);
            await CheckUnclaimedAsync(line, user, cancellationToken);
            return row with
            {
                Name = user?.Name ?? line.Name,
                Outcome = user is null ? ImportOutcome.Added : await DiffersAsync(line, user, cancellationToken) ? ImportOutcome.Changed : ImportOutcome.Unchanged,
            };
        }
        catch (IdentityException refusal)
        {
            return Refused(row.Number, line.Name, refusal.Message);
        }
    }

    private async Task<bool> DiffersAsync(UserLine line, User user, CancellationToken cancellationToken) =>
        (line.DisplayName is { } shown && shown != (user.DisplayName ?? ""))
        || (line.Roles is { } roles && !roles.SequenceEqual(user.Roles))
        || (line.Protocols is { } protocols && !protocols.SequenceEqual(user.Protocols))
        || (line.IsDisabled is { } disabled && disabled != user.IsDisabled)
        || (line.Secrets is { } secrets && !secrets.SequenceEqual(await store.GetSecretsAsync(user.Id, cancellationToken)));

    /// <summary>What somebody is found by must be theirs alone.</summary>
    private async Task CheckUnclaimedAsync(UserLine line, User? user, CancellationToken cancellationToken)
    {
        foreach (var secret in (line.Secrets ?? []).Where(secret => secret.Scheme is StoredSecret.CertificateScheme or KeySchemes.AppPassword or KeySchemes.OneTimeLink))
        {
            if (await store.FindBySecretAsync(secret, cancellationToken) is { } owner && owner.Id != user?.Id)
                throw new IdentityException(IdentityError.InvalidValue, $"One of the secrets ({secret.Scheme}) logs {owner.Name} in already; take it from there first.");
        }
    }

    private async Task CarryOutAsync(ImportRow row, UserLine line, Caller caller)
    {
        if (row.Outcome == ImportOutcome.Added)
        {
            var user = new NewUser(line.Name, null) { DisplayName = line.DisplayName, Roles = line.Roles ?? [], Protocols = line.Protocols ?? [User.AnyProtocol] };
            await users.AddAsync("user.add", user, line.Secrets ?? [], caller, CancellationToken.None, line.IsDisabled == true);
            return;
        }

        var change = new UserChange { DisplayName = line.DisplayName, Roles = line.Roles, Protocols = line.Protocols, IsDisabled = line.IsDisabled };
        await users.ChangeAsync("user.change", line.Name, change, secrets => line.Secrets ?? secrets, caller, CancellationToken.None);
    }
}
