namespace PluginFramework.Identity.Throttling;

/// <summary>Counts the failures of many keys and says which must wait. Its memory is bounded: the longest quiet key is forgotten.</summary>
/// <param name="allowed">Failures before delays begin.</param>
/// <param name="forgetOne">After how long one failure is forgotten.</param>
/// <param name="maxDelay">The longest delay.</param>
/// <param name="maxInFlight">Attempts of a key that may be in progress at once, so that a burst cannot outrun the count.</param>
/// <param name="capacity">Keys remembered.</param>
/// <param name="time">The clock.</param>
internal sealed class AttemptLedger(int allowed, TimeSpan forgetOne, TimeSpan maxDelay, int maxInFlight, int capacity, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private readonly long _origin = time.GetTimestamp();
    private readonly Lock _gate = new(); // guards both collections and the entries
    private readonly Dictionary<string, LinkedListNode<AttemptEntry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<AttemptEntry> _byLastUse = [];

    public int Count
    {
        get { lock (_gate) return _entries.Count; }
    }

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Admits an attempt (zero; end it with <see cref="Leave"/>), or says how long to wait.</summary>
    public TimeSpan TryEnter(string key)
    {
        lock (_gate)
        {
            var now = Now;
            var entry = Touch(key, now);
            var mayRun = entry.Failures < allowed ? maxInFlight : 1;
            if (entry.HeldUntil > now) return entry.HeldUntil - now;
            if (entry.InFlight >= mayRun) return FirstDelay;
            entry.InFlight++;
            return TimeSpan.Zero;
        }
    }

    /// <summary>Ends an admitted attempt; how long the next one must wait.</summary>
    public TimeSpan Leave(string key, Attempt attempt)
    {
        lock (_gate)
        {
            var now = Now;
            var entry = Touch(key, now);
            entry.InFlight--;
            if (attempt == Attempt.Succeeded) entry.Failures = 0;
            if (attempt == Attempt.Failed && ++entry.Failures >= allowed)
            {
                var delay = FirstDelay * Math.Pow(2, Math.Min(entry.Failures - allowed, 30));
                entry.HeldUntil = now + (delay < maxDelay ? delay : maxDelay);
            }

            if (entry is { Failures: 0, InFlight: <= 0 }) Remove(key);
            return entry.HeldUntil > now ? entry.HeldUntil - now : TimeSpan.Zero;
        }
    }

    private AttemptEntry Touch(string key, TimeSpan now)
    {
        if (_entries.TryGetValue(key, out var node))
        {
            _byLastUse.Remove(node);
        }
        else
        {
            if (_entries.Count >= capacity) MakeRoom();
            node = new(new AttemptEntry(key) { CountedAt = now });
            _entries.Add(key, node);
        }

        _byLastUse.AddLast(node);
        node.Value.Forget(now, forgetOne);
        return node.Value;
    }

    // Attempts in progress stay; there are far fewer of them than keys, since connections and hashes are limited.
    private void MakeRoom()
    {
        var oldest = _byLastUse.First;
        while (oldest is { Value.InFlight: > 0 }) oldest = oldest.Next;
        if (oldest is not null) Remove(oldest.Value.Key);
    }

    private void Remove(string key)
    {
        if (_entries.Remove(key, out var node)) _byLastUse.Remove(node);
    }
}
