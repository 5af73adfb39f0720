using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Composition;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using PluginFramework.Http.Authentication;
using PluginFramework.Identity;
using PluginFramework.Network;
using PluginFramework.Plugins;
using PluginFramework.Web;

namespace PluginFramework.Http.Sessions;

/// <summary>The sessions there are. They end with the daemon, and with the user's account as it was when they began.</summary>
/// <remarks>
/// A new password, a role taken away, being disabled or removed end a user's sessions, but for the one in which it was done; any other change shows with the
/// next request. What others change in the user database is seen within a minute.
/// </remarks>
[Export(typeof(IWebSessions)), Export(typeof(IUserObserver)), Export, Shared]
[method: ImportingConstructor]
public sealed class WebSessions(IUserManager users, BasicLogins logins, IPluginContext context) : IWebSessions, IUserObserver
{
    private const int SecretOctets = 32;
    private static readonly TimeSpan RecheckInterval = TimeSpan.FromMinutes(1);

    private readonly HttpOptions _options = context.GetOptions<HttpOptions>();
    private readonly ILogger _log = context.LoggerFactory.CreateLogger<WebSessions>();
    private readonly ConcurrentDictionary<string, SessionEntry> _bySecret = new(StringComparer.Ordinal);

    // Guards additions, so that the limits hold; held for no longer than a look at all sessions takes.
    private readonly Lock _gate = new();

    private DateTimeOffset Now => context.TimeProvider.GetUtcNow();

    /// <inheritdoc/>
    public ImmutableArray<WebSession> List(string? userId = null) =>
    [
        .. _bySecret.Values.Where(entry => !IsOver(entry)).Select(entry => entry.Session)
            .Where(session => userId is null || session.Principal.UserId == userId).OrderByDescending(session => session.LastSeenAt),
    ];

    /// <inheritdoc/>
    public bool Revoke(string sessionId) => _bySecret.Values.FirstOrDefault(entry => entry.Session.Id == sessionId) is { } found && End(found);

    /// <inheritdoc/>
    public void OnUserChanged(string name)
    {
        logins.Forget(name);
        logins.End(principal => principal.UserName.Equals(name, StringComparison.OrdinalIgnoreCase));
        EndAll(entry => entry.Principal.UserName.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc/>
    public void OnUserChanged(UserChanged change)
    {
        ArgumentNullException.ThrowIfNull(change);
        logins.Forget(change.Name);
        if (change.IsGone || change.EndsSessions) logins.End(principal => principal.UserId == change.UserId);
        foreach (var entry in _bySecret.Values.Where(entry => entry.Principal.UserId == change.UserId))
        {
            if (change.IsGone || (change.EndsSessions && entry.Session.Id != change.SessionId)) End(entry);
            else entry.CheckedAt = DateTimeOffset.MinValue;
        }
    }

    /// <summary>How many there are.</summary>
    internal int Count => _bySecret.Count;

    /// <summary>Begins a session; the secret is for the cookie.</summary>
    internal (SessionEntry Entry, string Secret) Begin(Principal principal, ClientInfo client, string? userAgent)
    {
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(SecretOctets));
        var now = Now;
        var session = new WebSession(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), principal, now)
        {
            LastSeenAt = now, ConfirmedAt = now, RemoteAddress = client.RemoteAddress, UserAgent = userAgent?[..Math.Min(userAgent.Length, 256)],
        };
        var entry = new SessionEntry { Session = session, SecretHash = HashOf(secret) };
        lock (_gate)
        {
            MakeRoom(principal.UserId);
            _bySecret[entry.SecretHash] = entry;
        }

        return (entry, secret);
    }

    /// <summary>The session of a cookie, noted as used now; null where there is none, or its user may no longer use it.</summary>
    internal async ValueTask<SessionEntry?> FindAsync(string secret, ClientInfo client, string? userAgent, CancellationToken cancellationToken)
    {
        if (secret.Length > 64 || !_bySecret.TryGetValue(HashOf(secret), out var entry)) return null;
        if (IsOver(entry) || !await IsValidAsync(entry, cancellationToken)) return null;
        var now = Now;
        var session = entry.Session;
        if (now - session.LastSeenAt >= RecheckInterval || session.RemoteAddress != client.RemoteAddress)
        {
            entry.Session = session with
            {
                LastSeenAt = now, RemoteAddress = client.RemoteAddress, UserAgent = userAgent?[..Math.Min(userAgent.Length, 256)],
            };
        }

        return _bySecret.ContainsKey(entry.SecretHash) ? entry : null;
    }

    internal bool End(SessionEntry entry)
    {
        if (!_bySecret.TryRemove(entry.SecretHash, out _)) return false;
        entry.End();
        return true;
    }

    internal WebSession Confirm(SessionEntry entry) => entry.Session = entry.Session with { ConfirmedAt = Now };

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

    private bool IsOver(SessionEntry entry)
    {
        var now = Now;
        if (now - entry.Session.LastSeenAt < _options.SessionIdleTime && now - entry.Session.CreatedAt < _options.SessionLifetime) return false;
        End(entry);
        return true;
    }

    private async ValueTask<bool> IsValidAsync(SessionEntry entry, CancellationToken cancellationToken)
    {
        var now = Now;
        if (now - entry.CheckedAt < RecheckInterval) return true;
        try
        {
            var principal = entry.Principal;
            if (await users.FindAsync(principal.UserName, cancellationToken) is { IsDisabled: false } user && user.Id == principal.UserId && user.MayUse("http"))
            {
                entry.Session = entry.Session with { Principal = Principal.Of(user) with { IsAppPassword = principal.IsAppPassword } };
                entry.CheckedAt = now;
                return true;
            }

            End(entry);
            return false;
        }
#pragma warning disable CA1031 // The user database is a plugin: while it fails, nobody is let in by a session, and none is ended.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _log.UserUnknown(exception, entry.Principal.UserName);
            return false;
        }
    }

    private void MakeRoom(string userId)
    {
        EndAll(IsOver);
        var own = _bySecret.Values.Where(entry => entry.Principal.UserId == userId).OrderBy(entry => entry.Session.LastSeenAt).ToList();
        foreach (var entry in own.Take(own.Count - _options.MaxSessionsPerUser + 1)) End(entry);
        if (_bySecret.Count < _options.MaxSessions) return;
        // A twentieth at once, so that a full house is not sorted at every login.
        foreach (var entry in _bySecret.Values.OrderBy(entry => entry.Session.LastSeenAt).Take(_options.MaxSessions / 20 + 1).ToList()) End(entry);
    }

    private void EndAll(Func<SessionEntry, bool> condition)
    {
        foreach (var entry in _bySecret.Values)
        {
            if (condition(entry)) End(entry);
        }
    }
}
