using System.Collections.Immutable;
using PluginFramework.Core.Lifecycle;
using PluginFramework.Core.Logging;
using PluginFramework.Core.Startup;

namespace PluginFramework.Core.Panels.BuiltIn;

/// <summary>What the host's own panels show.</summary>
/// <param name="Host">The host.</param>
/// <param name="Network">Its network.</param>
/// <param name="RunDirectory">Its run directory.</param>
/// <param name="Clock">Its clock.</param>
internal sealed record HostFacts(IPluginHost Host, HostNetwork Network, string RunDirectory, TimeProvider Clock)
{
    /// <summary>When it was made.</summary>
    public DateTimeOffset StartedAt { get; } = Clock.GetUtcNow();

    /// <summary>The latest entries of the log; <see langword="null"/> where nobody keeps them.</summary>
    public LogHistory? Log { get; init; }

    /// <summary>What of the configuration has no effect, a sentence each.</summary>
    public Func<ImmutableArray<string>> Warnings { get; init; } = static () => [];

    /// <summary>How many plugin instances are being stopped or not seen to be freed yet.</summary>
    public Func<int> PendingUnloads { get; init; } = static () => 0;

    /// <summary>How many plugin instances were stopped and stay in memory.</summary>
    public Func<int> Leaks { get; init; } = static () => 0;
}
