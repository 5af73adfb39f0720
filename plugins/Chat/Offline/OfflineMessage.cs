namespace PluginFramework.Chat.Offline;

/// <summary>A direct message that waits for its addressee, as it is kept on disk.</summary>
internal sealed record OfflineMessage(DateTimeOffset At, string Nickname, string Account, string Protocol, ChatMessageKind Kind, string Text)
{
    public ChatEvent.DirectMessage ToEvent() => new(At, new ChatPerson(Nickname, Account) { Protocol = Protocol }, Kind, Text, IsDelayed: true);
}
