using PluginFramework.Loader.Manifests;

namespace PluginFramework.Loader.Discovery;

/// <summary>Something found in a plugin folder. Immutable.</summary>
/// <param name="Location">The file or folder it was found as.</param>
/// <param name="ContentHash">SHA-256 over the names and contents of its files, lower-case hexadecimal; empty when unreadable.</param>
/// <param name="StorePath">The folder in the content store that holds its copy; empty when unreadable.</param>
/// <param name="Manifest">What its metadata says; <see langword="null"/> when unreadable.</param>
/// <param name="Problem">Why it is no plugin that can be read (wrong image, truncated, two plugins in one folder); otherwise <see langword="null"/>.</param>
public sealed record PluginCandidate(string Location, string ContentHash, string StorePath, PluginManifest? Manifest, string? Problem)
{
    /// <summary>The plugin that was installed there, whether it can be read or not; <see langword="null"/> for what was dropped.</summary>
    public string? InstalledId { get; init; }
}
