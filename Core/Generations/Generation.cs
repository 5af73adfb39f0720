using System.Collections.Immutable;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Core.Generations;

/// <summary>A numbered state of what is installed and configured. Immutable.</summary>
/// <param name="Number">Its number, from 1; 0 stands for a run directory in which nothing was changed yet.</param>
/// <param name="Lock">The plugins installed from feeds.</param>
/// <param name="Summary">What was changed, in a sentence.</param>
internal sealed record Generation(int Number, PluginLockFile Lock, string Summary)
{
    /// <summary>When it was made.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who made it.</summary>
    public string Actor { get; init; } = "";

    /// <summary>Over which surface.</summary>
    public string Surface { get; init; } = "";

    /// <summary>What the configuration file held; empty where there was none, and such a file is deleted rather than emptied.</summary>
    public ReadOnlyMemory<byte> Configuration { get; init; }

    /// <summary>How it stands.</summary>
    public GenerationState State { get; init; }

    /// <summary>Why it was rolled back; <see langword="null"/> where it was not.</summary>
    public string? Reason { get; init; }

    /// <summary>The one it was made from, which is in force again if it is rolled back; <see langword="null"/> for the first.</summary>
    public int? Previous { get; init; }

    /// <summary>The ids of the plugins that ran when it was found good: those that are expected to run after the next change too.</summary>
    public ImmutableArray<string> Active { get; init; } = [];

    /// <summary>The ids of the plugins that were foretold to wait for something: that they do is well.</summary>
    public ImmutableArray<string> Waiting { get; init; } = [];

    /// <summary>The ids of the plugins that were not well, for which it was rolled back.</summary>
    public ImmutableArray<string> Unwell { get; init; } = [];

    public bool HasSameConfiguration(Generation other) => Configuration.Span.SequenceEqual(other.Configuration.Span);
}
