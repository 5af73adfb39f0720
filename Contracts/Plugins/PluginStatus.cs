using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>What the host says of a plugin. Plain data.</summary>
/// <param name="Id">Its id; for a file that is no readable plugin, the file's or folder's name.</param>
/// <param name="Version">Its version; empty when unreadable.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it stands there, in a sentence; <see langword="null"/> when there is nothing to say.</param>
public sealed record PluginStatus(string Id, string Version, PluginState State, string? Reason)
{
    /// <summary>A title for people.</summary>
    public string Title { get; init; } = Id;

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The file or folder it was found in.</summary>
    public string Location { get; init; } = "";

    /// <summary>SHA-256 of its content, lower-case hexadecimal; empty when unreadable.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>The contracts it exports to others.</summary>
    public ImmutableArray<string> Exports { get; init; } = [];

    /// <summary>What it imports from others, and from whom.</summary>
    public ImmutableArray<PluginImportStatus> Imports { get; init; } = [];
}
