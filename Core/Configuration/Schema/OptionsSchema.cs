using System.Collections.Immutable;

namespace PluginFramework.Core.Configuration.Schema;

/// <summary>What may be configured of a plugin. Plain data.</summary>
/// <param name="PluginId">The plugin's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Options">Its options; empty where it has none.</param>
internal sealed record OptionsSchema(string PluginId, string Title, ImmutableArray<OptionSchema> Options)
{
    /// <summary>Why its options, or their defaults, are not known; <see langword="null"/> where they are.</summary>
    public string? Gap { get; init; }
}
