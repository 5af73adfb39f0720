namespace PluginFramework.Core.Graph;

/// <summary>A plugin with a content. An empty hash stands for any content.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="ContentHash">The content's hash.</param>
public readonly record struct PluginVersionKey(string Id, string ContentHash = "");
