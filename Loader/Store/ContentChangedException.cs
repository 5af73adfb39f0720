namespace PluginFramework.Loader.Store;

/// <summary>A file changed while it was copied.</summary>
/// <param name="message">Which.</param>
internal sealed class ContentChangedException(string message) : IOException(message);
