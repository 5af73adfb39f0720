namespace PluginFramework.Identity.Throttling;

/// <summary>What is remembered of one account or address.</summary>
internal sealed class AttemptEntry(string key)
{
    public string Key { get; } = key;

    public int Failures { get; set; }

    public int InFlight { get; set; }

    public TimeSpan HeldUntil { get; set; }

    /// <summary>From when on the next failure's forgetting is counted.</summary>
    public TimeSpan CountedAt { get; set; }

    public void Forget(TimeSpan now, TimeSpan forgetOne)
    {
        var steps = (long)((now - CountedAt) / forgetOne);
        CountedAt += forgetOne * steps;
        Failures = (int)Math.Max(0, Failures - steps);
        if (Failures == 0) CountedAt = now;
    }
}
