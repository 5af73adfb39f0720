namespace PluginFramework.Loader.Store;

/// <summary>A copy in the content store.</summary>
/// <param name="Hash">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="Path">Its folder.</param>
/// <param name="Files">The names of its files, relative to the folder, with <c>/</c>.</param>
internal sealed record StoredContent(string Hash, string Path, IReadOnlyList<string> Files);
