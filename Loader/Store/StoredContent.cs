namespace PluginFramework.Loader.Store;

/// <summary>A copy in the content store.</summary>
/// <param name="Hash">SHA-256 of its content, lower-case hexadecimal.</param>
/// <param name="Path">Its folder.</param>
internal sealed record StoredContent(string Hash, string Path);
