using System.Text.Json.Serialization;
using PluginFramework.Plugins;

namespace PluginFramework.Core.Control;

/// <summary>A plugin as commands show it.</summary>
internal sealed record PluginReport(string Id, string Version, string State, string? Reason)
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public string? ContentHash { get; init; }

    public string[] Exports { get; init; } = [];

    public ImportReport[] Imports { get; init; } = [];

    /// <summary>It does not run, and not because an operator or another plugin wants it so.</summary>
    [JsonIgnore]
    public bool HasFailed => Is(PluginState.Failed) || Is(PluginState.Incompatible) || Is(PluginState.Quarantined);

    public bool Is(PluginState state) => State == state.ToString();

    public static PluginReport Of(PluginStatus status) => new(status.Id, status.Version, status.State.ToString(), status.Reason)
    {
        Title = status.Title,
        Description = status.Description,
        Location = status.Location,
        ContentHash = status.ContentHash,
        Exports = [.. status.Exports],
        Imports = [.. status.Imports.Select(import => new ImportReport(import.Contract, import.Cardinality, [.. import.Providers]))],
    };
}
