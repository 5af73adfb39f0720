namespace PluginFramework.Loader.Feeds;

/// <summary>A version of a package that a feed has.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Version">The version.</param>
public sealed record FoundVersion(string Feed, string Version);
