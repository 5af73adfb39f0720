namespace PluginFramework.Irc;

/// <summary>A token bucket: a client may send a burst, then so many commands a second. A costly command may leave a debt.</summary>
internal sealed class IrcFloodGate(int burst, int perSecond, TimeProvider clock)
{
    private double _tokens = burst;
    private long _at = clock.GetTimestamp();

    public bool IsOpen
    {
        get
        {
            var now = clock.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + clock.GetElapsedTime(_at, now).TotalSeconds * perSecond);
            _at = now;
            return _tokens >= 1;
        }
    }

    /// <summary>How long until it opens.</summary>
    public TimeSpan Wait => IsOpen ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / perSecond);

    public void Charge(int cost) => _tokens -= cost;
}
