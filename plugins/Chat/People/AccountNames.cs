using Microsoft.Extensions.Logging;
using PluginFramework.Identity;

namespace PluginFramework.Chat.People;

/// <summary>
/// Tells whether a nickname belongs to another user. Answers are remembered for half a minute, so that a client that tries one nickname
/// after another does not become a stream of queries; a user made meanwhile gets the name by then.
/// </summary>
internal sealed class AccountNames(IUserManager users, TimeProvider clock, ILogger logger)
{
    private const int Capacity = 1024;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    // Guards _known.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (bool Exists, long At)> _known = new(ChatNameComparer.Instance);

    /// <exception cref="ChatException">The nickname is another user's, or nobody can tell.</exception>
    public async ValueTask CheckAsync(string nickname, string account, CancellationToken cancellationToken)
    {
        if (ChatNameComparer.Instance.Equals(nickname, account) || !ChatNames.IsAccount(nickname)) return;
        if (await ExistsAsync(nickname, cancellationToken)) throw Refusals.NicknameReserved(nickname);
    }

    private async ValueTask<bool> ExistsAsync(string name, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        lock (_lock)
        {
            if (_known.TryGetValue(name, out var known) && clock.GetElapsedTime(known.At, now) < Lifetime) return known.Exists;
        }

        bool exists;
        try
        {
            exists = await users.FindAsync(name, cancellationToken) is not null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.ReservationUnknown(exception, name);
            throw Refusals.NicknameUnchecked(name);
        }

        lock (_lock)
        {
            if (_known.Count >= Capacity) _known.Clear();
            _known[name] = (exists, now);
        }

        return exists;
    }
}
