using System.Collections.Immutable;

namespace PluginFramework.Loader.Discovery;

/// <summary>Where plugins are looked for, and how patiently.</summary>
public sealed record PluginWatcherOptions
{
    /// <summary>The folders that plugins are dropped into; one that does not exist yet is watched for.</summary>
    public required ImmutableArray<string> Directories { get; init; }

    /// <summary>How long nothing of a drop may change before it is read. Default 250 ms: a copy in progress pauses for less.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an incomplete drop may stand still before it is reported. Default 10 s.</summary>
    public TimeSpan GiveUpTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look without being told of a change, for notifications get lost. Default 5 s.</summary>
    public TimeSpan RescanInterval { get; init; } = TimeSpan.FromSeconds(5);
}
