namespace PluginFramework.Chat;

/// <summary>Where a bot's answer goes: to the sender of the message, over whatever protocol they speak.</summary>
public interface IChatReply
{
    /// <summary>Sends text, a message a line; long lines are folded as the sender's protocol needs.</summary>
    ValueTask SendAsync(string text, CancellationToken cancellationToken = default);
}
