namespace PluginFramework.Core.Network;

/// <summary>An endpoint cannot be bound; the message says why and what to do, for the operator.</summary>
internal sealed class EndpointException(string message, Exception? innerException = null) : Exception(message, innerException);
