namespace PluginFramework.Loader.Feeds.Packages;

/// <summary>A package that lies whole in the cache.</summary>
/// <param name="Id">Its id, as it writes it itself.</param>
/// <param name="Version">Its version, normalized.</param>
/// <param name="Path">The file.</param>
/// <param name="Sha512">SHA-512 of the file in Base64.</param>
/// <param name="Feed">The feed it came from.</param>
/// <param name="Source">That feed's source, fit to be shown.</param>
public sealed record CachedPackage(string Id, string Version, string Path, string Sha512, string Feed, string Source);
