namespace PluginFramework.Loader.Manifests;

/// <summary>A file is no plugin whose manifest could be read; the message names the file, says why and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What the reader of metadata said, if it did.</param>
public sealed class ManifestException(string message, Exception? innerException = null) : Exception(message, innerException);
