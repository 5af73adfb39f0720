using System.Collections.Concurrent;
using System.Composition;
using System.Security.Cryptography;
using System.Text;
using PluginFramework.Identity;
using PluginFramework.Plugins;

namespace PluginFramework.Http.Authentication;

/// <summary>
/// Passwords and tokens that were right a moment ago. A client of RFC 7617 sends its password with each request, and checking one takes as long as a slow
/// hash does. Safe for use from any thread.
/// </summary>
[Export, Shared]
[method: ImportingConstructor]
public sealed class BasicLogins(IPluginContext context)
{
    private const int MaxLogins = 1000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    // Known by a keyed hash, so that no password stays in memory.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (Principal Principal, long Since)> _logins = new(StringComparer.Ordinal);

    // What goes on for somebody who proved with the request itself who they are.
    private readonly ConcurrentDictionary<object, (Principal Principal, Action End)> _watches = new();

    // Raised with each change of a user, so that a check that began before it is not kept.
    private int _version;

    internal int Version => Volatile.Read(ref _version);

    internal Principal? Find(Credential credential, string remoteAddress)
    {
        var name = NameOf(credential, remoteAddress);
        if (!_logins.TryGetValue(name, out var login)) return null;
        if (context.TimeProvider.GetElapsedTime(login.Since) < Lifetime) return login.Principal;
        _logins.TryRemove(name, out _);
        return null;
    }

    internal void Keep(Credential credential, string remoteAddress, Principal principal, int version)
    {
        if (_logins.Count >= MaxLogins) _logins.Clear();
        var name = NameOf(credential, remoteAddress);
        _logins[name] = (principal, context.TimeProvider.GetTimestamp());
        if (Version != version) _logins.TryRemove(name, out _);
    }

    internal void Forget(string userName)
    {
        Interlocked.Increment(ref _version);
        foreach (var (name, login) in _logins)
        {
            if (login.Principal.UserName.Equals(userName, StringComparison.OrdinalIgnoreCase)) _logins.TryRemove(name, out _);
        }
    }

    /// <summary>Has an action run when a user must log in again, until the result is disposed of. It may run once more meanwhile, from any thread.</summary>
    internal IDisposable Watch(Principal principal, Action end)
    {
        var watch = new WatchEnd(_watches);
        _watches[watch] = (principal, end);
        return watch;
    }

    /// <summary>Ends what goes on for a user.</summary>
    internal void End(Func<Principal, bool> isWhom)
    {
        foreach (var (principal, end) in _watches.Values) if (isWhom(principal)) end();
    }

    private string NameOf(Credential credential, string remoteAddress) => Convert.ToHexString(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(credential switch
        {
            PasswordCredential password => $"password\0{password.UserName}\0{password.Password}\0{remoteAddress}",
            TokenCredential token => $"token\0{token.Token}\0{remoteAddress}",
            _ => throw new ArgumentException("Only passwords and tokens are kept.", nameof(credential)),
        })));

    private sealed class WatchEnd(ConcurrentDictionary<object, (Principal, Action)> watches) : IDisposable
    {
        public void Dispose() => watches.TryRemove(this, out _);
    }
}
