namespace PluginFramework.Ssh;

/// <summary>What the clock asks of a session. For the session's loop alone, but for <see cref="Moved"/>.</summary>
internal sealed class SshLiveness(SshOptions options, TimeProvider clock)
{
    private readonly long _startedAt = clock.GetTimestamp();
    private long _heardAt = clock.GetTimestamp();
    private long _keysAt = clock.GetTimestamp();
    private long _movedAt = clock.GetTimestamp();
    private int _unanswered;

    /// <summary>A packet has come.</summary>
    public void Heard()
    {
        _heardAt = clock.GetTimestamp();
        _unanswered = 0;
    }

    /// <summary>The client has been asked whether it is there.</summary>
    public void Asked()
    {
        _heardAt = clock.GetTimestamp();
        _unanswered++;
    }

    public void KeysChanged() => _keysAt = clock.GetTimestamp();

    /// <summary>A channel has had data. Safe for use from any thread.</summary>
    public void Moved() => Interlocked.Exchange(ref _movedAt, clock.GetTimestamp());

    /// <summary>What is to be done next, and when.</summary>
    public (SshLivenessAction Action, TimeSpan Due) Next(bool isOpen)
    {
        var next = isOpen
            ? (SshLivenessAction.ChangeKeys, Due(_keysAt, options.RekeyInterval))
            : (SshLivenessAction.EndLogin, Due(_startedAt, options.LoginGraceTime));
        if (!isOpen) return next;
        if (options.KeepAliveInterval > TimeSpan.Zero)
        {
            var action = _unanswered < options.KeepAliveCount ? SshLivenessAction.Ask : SshLivenessAction.EndSilence;
            next = Earlier(next, (action, Due(_heardAt, options.KeepAliveInterval)));
        }

        if (options.IdleTimeout > TimeSpan.Zero) next = Earlier(next, (SshLivenessAction.EndIdleness, Due(Interlocked.Read(ref _movedAt), options.IdleTimeout)));
        return next;
    }

    private static (SshLivenessAction Action, TimeSpan Due) Earlier((SshLivenessAction Action, TimeSpan Due) one, (SshLivenessAction Action, TimeSpan Due) other) =>
        other.Due < one.Due ? other : one;

    private TimeSpan Due(long since, TimeSpan interval) => interval - clock.GetElapsedTime(since);
}
