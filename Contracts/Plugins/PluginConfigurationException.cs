namespace PluginFramework.Plugins;

/// <summary>A plugin's configuration cannot be used; the message says which key, where it was set and what would be right.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What the binder said, if it did.</param>
public sealed class PluginConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
