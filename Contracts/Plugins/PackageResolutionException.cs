namespace PluginFramework.Plugins;

/// <summary>Packages cannot be had or used; the message says what, where, and what to do next.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What caused it.</param>
public sealed class PackageResolutionException(string message, Exception? innerException = null) : Exception(message, innerException);
