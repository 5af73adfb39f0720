namespace PluginFramework.Irc;

/// <summary>Wakes a session's loop: at a time, or when told to. It may wake early, so the loop looks at the clock itself.</summary>
internal sealed class IrcAlarm : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private volatile TaskCompletionSource _bell = NewBell();
    private long? _setAt;
    private TimeSpan _setFor;

    public IrcAlarm(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(static alarm => ((IrcAlarm)alarm!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the alarm rings.</summary>
    public Task Rung => _bell.Task;

    public void Ring() => _bell.TrySetResult();

    /// <summary>Gets ready to ring again. What the loop looks at must be looked at after this.</summary>
    public void Reset()
    {
        if (_bell.Task.IsCompleted) _bell = NewBell();
    }

    /// <summary>
    /// Rings no later than <paramref name="due"/> after <paramref name="since"/>, a timestamp from before the delay was worked out. A timer
    /// that goes off earlier anyway is left alone: it would be set for every line.
    /// </summary>
    public void RingWithin(TimeSpan due, long since)
    {
        // Timers count whole milliseconds; rounding up keeps the loop from spinning through the last one.
        due = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(due.TotalMilliseconds, 0)));
        if (_setAt is { } setAt)
        {
            var remaining = _setFor - _clock.GetElapsedTime(setAt);
            if (remaining > TimeSpan.Zero && remaining <= due) return;
        }

        _setAt = _clock.GetTimestamp();
        _setFor = due;
        _timer.Change(due, Timeout.InfiniteTimeSpan);

        // The machine may have slept, or a test's clock jumped, between working the delay out and setting the timer.
        if (_clock.GetElapsedTime(since) >= due) Ring();
    }

    public void Dispose() => _timer.Dispose();

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
