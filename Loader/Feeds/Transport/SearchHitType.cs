namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>A package type in a <see cref="SearchHit"/>.</summary>
internal sealed record SearchHitType(string? Name);
