namespace PluginFramework.Web;

/// <summary>A module of the web server that people visit. Plain data.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Path">Where it is, with slashes at both ends: <c>/prompt/</c>.</param>
/// <param name="PluginId">The plugin that brings it.</param>
public sealed record WebLocation(string Title, string Path, string PluginId);
