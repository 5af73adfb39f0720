namespace PluginFramework.Irc;

/// <summary>When a silent client is to be pinged and when it is given up.</summary>
internal sealed class IrcLiveness(IrcOptions options, TimeProvider clock)
{
    private readonly long _connectedAt = clock.GetTimestamp();
    private long _heardAt = clock.GetTimestamp();
    private long? _pingedAt;

    public void Heard()
    {
        _heardAt = clock.GetTimestamp();
        _pingedAt = null;
    }

    public void Pinged() => _pingedAt = clock.GetTimestamp();

    /// <summary>What is to be done, and how soon; zero or less: now.</summary>
    public (IrcLivenessAction Action, TimeSpan Due) Next(bool isRegistered) => (isRegistered, _pingedAt) switch
    {
        (false, _) => (IrcLivenessAction.GiveUpRegistration, Remaining(_connectedAt, options.RegistrationTimeout)),
        (true, null) => (IrcLivenessAction.Ping, Remaining(_heardAt, options.PingInterval)),
        (true, { } pingedAt) => (IrcLivenessAction.GiveUp, Remaining(pingedAt, options.PingTimeout)),
    };

    private TimeSpan Remaining(long since, TimeSpan limit) => limit - clock.GetElapsedTime(since);
}
