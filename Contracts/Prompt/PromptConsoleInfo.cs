using System.Collections.Immutable;

namespace PluginFramework.Prompt;

/// <summary>A console, as it was when asked for. Plain data.</summary>
/// <param name="Number">Its number, which no other console of this run of the daemon's prompt has.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">The name of the user it belongs to, as whom its entries run.</param>
public sealed record PromptConsoleInfo(int Number, string Name, string Owner)
{
    /// <summary>The id of the user it belongs to.</summary>
    public string OwnerId { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When an entry last began or ended, or somebody attached.</summary>
    public DateTimeOffset LastUsedAt { get; init; }

    /// <summary>An entry runs.</summary>
    public bool IsRunning { get; init; }

    /// <summary>How many entries it has had.</summary>
    public int Entries { get; init; }

    /// <summary>Who is attached, in the order of their coming.</summary>
    public ImmutableArray<PromptAttendee> Attendees { get; init; } = [];

    /// <summary>It was closed.</summary>
    public bool IsClosed { get; init; }
}
