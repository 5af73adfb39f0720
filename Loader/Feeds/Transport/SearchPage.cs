namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>A v3 feed's answer to a search.</summary>
internal sealed record SearchPage(SearchHit[]? Data);
