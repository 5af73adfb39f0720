using PluginFramework.Core.Graph;

namespace PluginFramework.Core.Lifecycle;

/// <summary>What became of a start or rebuild.</summary>
internal abstract record ActivationOutcome
{
    private ActivationOutcome() { }

    /// <summary>It runs, and nothing is directed to it yet.</summary>
    public sealed record Built(PluginInstance Instance) : ActivationOutcome;

    /// <summary>It failed by its own doing.</summary>
    public sealed record Failed(Verdict Verdict) : ActivationOutcome;

    /// <summary>It was not tried, because a provider came to nothing or is not there yet.</summary>
    public sealed record Skipped(string Provider) : ActivationOutcome;

    /// <summary>It has not finished starting; the round goes on without it.</summary>
    public sealed record Starting(PluginNode Node) : ActivationOutcome;
}
