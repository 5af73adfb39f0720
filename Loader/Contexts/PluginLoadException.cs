namespace PluginFramework.Loader.Contexts;

/// <summary>A plugin could not be loaded; the message says why and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What the runtime said, if it did.</param>
public sealed class PluginLoadException(string message, Exception? innerException = null) : Exception(message, innerException);
