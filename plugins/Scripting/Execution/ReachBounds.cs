namespace PluginFramework.Scripting.Execution;

/// <summary>How far objects are looked through.</summary>
/// <param name="Objects">How many of them, from each variable's entry.</param>
/// <param name="Time">For how long, all together.</param>
/// <param name="Otherwise">What is taken for true beyond.</param>
internal sealed record ReachBounds(int Objects, TimeSpan Time, bool Otherwise)
{
    /// <summary>Somebody waits for the answer, and it only foretells.</summary>
    public static ReachBounds Foretelling { get; } = new(100_000, TimeSpan.FromMilliseconds(250), Otherwise: false);

    /// <summary>What is missed would keep a plugin in memory for good.</summary>
    public static ReachBounds LettingGo { get; } = new(2_000_000, TimeSpan.FromSeconds(5), Otherwise: true);
}
