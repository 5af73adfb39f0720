using PluginFramework.Chat.Bots;
using PluginFramework.Chat.Offline;
using PluginFramework.Identity;

namespace PluginFramework.Chat.People;

/// <summary>From one person to another: to the client with that nickname, to a bot, to all clients of that account, or kept for later.</summary>
internal sealed class DirectMessages(ChatHub hub, IUserManager users, OfflineMessages offline, ChatOptions options)
{
    public ValueTask<ChatDelivery> SendAsync(
        ChatSession sender, string nickname, ChatMessageKind kind, string text, CancellationToken cancellationToken) =>
        TryDeliver(sender, nickname, kind, text) is { } delivery
            ? ValueTask.FromResult(delivery)
            : KeepAsync(sender, nickname, kind, text, cancellationToken);

    private async ValueTask<ChatDelivery> KeepAsync(
        ChatSession sender, string nickname, ChatMessageKind kind, string text, CancellationToken cancellationToken)
    {
        if (!ChatNames.IsAccount(nickname)) throw Refusals.NoSuchPerson(nickname);
        if (await users.FindAsync(nickname, cancellationToken) is not { IsDisabled: false } user) throw Refusals.NoSuchPerson(nickname);
        if (options.MaxOfflineMessages == 0) throw Refusals.MailboxFull(nickname);
        var person = sender.Person;
        var message = new OfflineMessage(hub.Now, person.Nickname, person.Account, person.Protocol, kind, text);
        return await offline.KeepAsync(user.Id, nickname, message, () => TryDeliver(sender, user.Name, kind, text), cancellationToken)
            ?? new ChatDelivery(IsStored: true, Away: null);
    }

    private ChatDelivery? TryDeliver(ChatSession sender, string nickname, ChatMessageKind kind, string text)
    {
        using (hub.Enter())
        {
            switch (hub.People.GetValueOrDefault(nickname))
            {
                case BotPresence bot:
                    // Programs do not answer notices (RFC 2812 §3.3.2).
                    if (kind == ChatMessageKind.Message) bot.Post(sender, text);
                    return new ChatDelivery(IsStored: false, Away: null);

                case ChatSession session:
                    hub.Deliver(session, new ChatEvent.DirectMessage(hub.Now, sender.Person, kind, text));
                    return new ChatDelivery(IsStored: false, session.Person.Away);
            }

            if (!hub.Accounts.TryGetValue(nickname, out var sessions)) return null;
            var message = new ChatEvent.DirectMessage(hub.Now, sender.Person, kind, text);
            foreach (var session in sessions) hub.Deliver(session, message);
            var isAway = sessions.TrueForAll(session => session.Person.Away is not null);
            return new ChatDelivery(IsStored: false, isAway ? sessions[0].Person.Away : null);
        }
    }
}
