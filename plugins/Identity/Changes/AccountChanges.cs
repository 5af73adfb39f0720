using System.Composition;
using Microsoft.Extensions.Logging;
using PluginFramework.Identity.Sessions;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Changes;

/// <summary>What every change of an account has in common: it is for a database that can be changed, the audit keeps how it ended, observers are told, and what the user may no longer do ends.</summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class AccountChanges(IUserStore store, ILiveExports<IUserObserver> observers, UserSessions sessions, IAuditLog audit, IPluginContext context)
{
    private readonly ILogger _log = context.LoggerFactory.CreateLogger<AccountChanges>();

    internal static IdentityException Unknown() => new(IdentityError.NoSuchUser, "There is no user of that name; the list of users shows the names.");

    /// <exception cref="IdentityException">The database in use cannot be changed.</exception>
    internal void CheckWritable()
    {
        if (!store.IsReadOnly) return;
        throw new IdentityException(IdentityError.ReadOnly, $"The user database '{store.Name}' cannot be changed from here; change its users where it is kept.");
    }

    /// <summary>Carries a change out.</summary>
    /// <param name="action">What the audit calls it.</param>
    /// <param name="name">The user's name, as it was claimed.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="change">Does it.</param>
    internal async Task<User> CarryOutAsync(string action, string name, Caller caller, Func<Task<AccountChange>> change)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(caller);
        var (outcome, detail) = ("failed", (string?)null);
        try
        {
            CheckWritable();
            var done = await change();
            (outcome, detail, name) = ("ok", done.Detail, done.User.Name);
            Tell(new(done.User.Id, done.User.Name) { EndsSessions = done.EndsSessions || done.IsGone, IsGone = done.IsGone, SessionId = caller.SessionId });
            sessions.EndConnections(done.User, done.EndsConnections || done.IsGone);
            return done.User;
        }
        catch (IdentityException exception)
        {
            outcome = AuditWord.Of(exception.Error);
            throw;
        }
        finally
        {
            audit.Record(new AuditEvent(action, outcome)
            {
                Actor = caller.Name, Subject = AuditWord.ClaimedName(name), Surface = caller.Surface, RemoteAddress = caller.RemoteAddress, Detail = detail,
            });
        }
    }

    private void Tell(UserChanged change)
    {
        foreach (var observer in observers.Current)
        {
            try
            {
                observer.Value.OnUserChanged(change);
            }
            catch (Exception exception)
            {
                _log.ObserverThrew(exception, observer.PluginId);
            }
        }
    }
}
