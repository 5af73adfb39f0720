namespace PluginFramework.Core.Composition;

/// <summary>What a plugin imports cannot be handed to it; the message says why.</summary>
/// <param name="message">The message.</param>
public sealed class CompositionBridgeException(string message) : Exception(message);
