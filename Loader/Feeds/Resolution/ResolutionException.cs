namespace PluginFramework.Loader.Feeds.Resolution;

/// <summary>No set of packages satisfies what is wanted; the message names the chains of dependencies that do not go together.</summary>
public sealed class ResolutionException(string message) : Exception(message);
