namespace PluginFramework.Chat;

/// <summary>The chat network refused something.</summary>
/// <param name="error">Why.</param>
/// <param name="subject">The nickname, room or argument it is about.</param>
/// <param name="message">A sentence for people.</param>
public sealed class ChatException(ChatError error, string subject, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public ChatError Error { get; } = error;

    /// <summary>The nickname, room or argument it is about.</summary>
    public string Subject { get; } = subject;
}
