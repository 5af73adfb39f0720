using System.Security.Cryptography;
using PluginFramework.Identity;

namespace PluginFramework.ControlPanel.Login;

/// <summary>
/// Logins that wait for their second step. The password stays here, for the authenticator wants it together with the code, and a page is no place for it; the page holds a
/// name of it that cannot be guessed.
/// </summary>
internal sealed class PendingLogins(TimeProvider clock)
{
    private const int MaxPending = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new(); // Guards the list, oldest first.
    private readonly List<(string State, PasswordCredential Credential, DateTimeOffset Until)> _pending = [];

    public string Add(PasswordCredential credential)
    {
        var state = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            _pending.RemoveAll(login => login.Until <= now);
            if (_pending.Count >= MaxPending) _pending.RemoveAt(0);
            _pending.Add((state, credential, now + Lifetime));
        }

        return state;
    }

    public PasswordCredential? Find(string state)
    {
        var now = clock.GetUtcNow();
        lock (_lock) return _pending.Find(login => login.State == state && login.Until > now).Credential;
    }

    public void Remove(string state)
    {
        lock (_lock) _pending.RemoveAll(login => login.State == state);
    }
}
