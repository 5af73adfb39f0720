using PluginFramework.Plugins;

namespace PluginFramework.Scripting;

/// <summary>What the prompt's engine can be configured with.</summary>
public sealed class ScriptingOptions : IPluginOptions
{
    /// <summary>
    /// How long an entry may run, compilation included. Default 10 s, range 1 s–10 min: long enough for a reload, short enough that a
    /// mistyped loop does no harm.
    /// </summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the packages that an entry asks for (<c>#r "nuget: …"</c>) may take to arrive, beside the time it may run. Default 2 min, range
    /// 5 s–10 min: enough for some MiB over a slow line.
    /// </summary>
    public TimeSpan PackageTimeLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many sessions may be open at once. Default 16, range 1–256: each keeps its compiled entries in memory.</summary>
    public int MaxSessions { get; set; } = 16;

    /// <summary>
    /// How many consoles may be open at once. Default 32, range 1–256: each keeps what happened at it, a few MiB at most. One that has declarations
    /// counts as a session, too.
    /// </summary>
    public int MaxConsoles { get; set; } = 32;

    /// <summary>
    /// After how long without an entry a session is closed and its code freed, and a console at which nobody sits with it. Default 30 min, range
    /// 1 min–24 h.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Compile a first entry in the background once the host listens. Default <see langword="true"/>: without it the first answer waits for
    /// the compiler to be loaded, one to two seconds; with it the daemon keeps some 60 MiB of compiler in memory from the start.
    /// </summary>
    public bool WarmUp { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (TimeLimit < TimeSpan.FromSeconds(1) || TimeLimit > TimeSpan.FromMinutes(10))
            yield return $"TimeLimit is {TimeLimit}; it must lie in 00:00:01 to 00:10:00.";
        if (PackageTimeLimit < TimeSpan.FromSeconds(5) || PackageTimeLimit > TimeSpan.FromMinutes(10))
            yield return $"PackageTimeLimit is {PackageTimeLimit}; it must lie in 00:00:05 to 00:10:00.";
        if (MaxSessions is < 1 or > 256)
            yield return $"MaxSessions is {MaxSessions}; it must lie in 1 to 256.";
        if (MaxConsoles is < 1 or > 256)
            yield return $"MaxConsoles is {MaxConsoles}; it must lie in 1 to 256.";
        if (IdleTimeout < TimeSpan.FromMinutes(1) || IdleTimeout > TimeSpan.FromHours(24))
            yield return $"IdleTimeout is {IdleTimeout}; it must lie in 00:01:00 to 1.00:00:00.";
    }
}
