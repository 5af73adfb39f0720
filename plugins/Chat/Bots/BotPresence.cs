using Microsoft.Extensions.Logging;
using PluginFramework.Chat.People;

namespace PluginFramework.Chat.Bots;

/// <summary>A bot that is signed on. Guarded by the hub's lock, but for <see cref="Bot"/>.</summary>
internal sealed class BotPresence(ChatHub hub, IChatBot bot, ChatPerson person, ILogger logger) : Presence(person)
{
    private readonly Dictionary<ChatSession, BotConversation> _conversations = [];
    private volatile IChatBot? _bot = bot;

    /// <summary>The bot; <see langword="null"/> once it is signed off, so that nothing holds its plugin in memory.</summary>
    public IChatBot? Bot => _bot;

    /// <exception cref="ChatException">As many of the sender's messages wait as may.</exception>
    public void Post(ChatSession sender, string text)
    {
        if (!_conversations.TryGetValue(sender, out var conversation))
        {
            _conversations.Add(sender, conversation = new BotConversation(hub, this, sender, logger));
        }

        ActiveAt = hub.Now;
        conversation.Post(text);
    }

    public void Forget(ChatSession sender)
    {
        if (_conversations.Remove(sender, out var conversation)) conversation.Cancel();
    }

    public void SignOff()
    {
        _bot = null;
        foreach (var conversation in _conversations.Values) conversation.Cancel();
        _conversations.Clear();
    }
}
