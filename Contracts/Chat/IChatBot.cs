namespace PluginFramework.Chat;

/// <summary>A person of the chat network who is a program. Export it, and it is signed on while its plugin runs.</summary>
/// <remarks>Called for one message of a sender at a time, and for different senders at once.</remarks>
public interface IChatBot
{
    /// <summary>Its nickname: of the form of a user's name (<see cref="Identity.User.Name"/>).</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence; shown where people are looked up.</summary>
    string Description { get; }

    /// <summary>Answers a direct message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">Takes the answer.</param>
    /// <param name="cancellationToken">Cancelled when the sender signs off or the bot's plugin stops.</param>
    /// <remarks>What it throws is logged, and the sender is told that the bot failed.</remarks>
    Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken);
}
