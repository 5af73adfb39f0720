namespace PluginFramework.Core.Configuration;

/// <summary>The configuration cannot be used; the message says which key, where it was set and what would be right, a line an error.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What the parser or binder said, if it did.</param>
public sealed class HostConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
