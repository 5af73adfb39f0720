namespace PluginFramework.Identity;

/// <summary>An account could not be made or changed; the message says what to do.</summary>
/// <param name="error">Why.</param>
/// <param name="message">The message for people.</param>
public sealed class IdentityException(IdentityError error, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public IdentityError Error { get; } = error;
}
