using System.Text.Json;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>A package in a <see cref="SearchPage"/>. A feed that does not tell package types is taken to have filtered by them.</summary>
internal sealed record SearchHit(string? Id, string? Version, string? Title, string? Description, JsonElement Authors, SearchHitType[]? PackageTypes)
{
    public bool IsPlugin => PackageTypes is null || PackageTypes.Any(type => string.Equals(type.Name, Feeds.PackageTypes.Plugin, StringComparison.OrdinalIgnoreCase));
}
