namespace PluginFramework.Ssh.HostKeys;

/// <summary>A host key cannot be used; the message names the file and says what to do.</summary>
public sealed class HostKeyException(string message, Exception? innerException = null) : Exception(message, innerException);
