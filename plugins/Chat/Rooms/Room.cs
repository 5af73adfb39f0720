using System.Collections.Immutable;

namespace PluginFramework.Chat.Rooms;

/// <summary>A room. Guarded by the hub's lock; gone when its last member has left.</summary>
internal sealed class Room(string name, DateTimeOffset createdAt)
{
    public string Name => name;

    public string Topic { get; private set; } = "";

    public string? TopicSetBy { get; private set; }

    public DateTimeOffset TopicSetAt { get; private set; }

    public ChatRoomModes Modes { get; set; } = new();

    public Dictionary<ChatSession, Member> Members { get; } = [];

    public bool IsVisibleTo(ChatSession? asker) => !Modes.Secret || (asker is not null && Members.ContainsKey(asker));

    public bool IsBanned(ChatPerson person) => Modes.Bans.Any(mask => ChatMask.Matches(mask, person));

    public Member MemberOrRefuse(ChatSession session) =>
        Members.TryGetValue(session, out var member) ? member : throw Refusals.NotInRoom(Name);

    public void RequireOperator(ChatSession session)
    {
        if (!MemberOrRefuse(session).IsOperator) throw Refusals.NotRoomOperator(Name);
    }

    public void SetTopic(string topic, string setBy, DateTimeOffset at) => (Topic, TopicSetBy, TopicSetAt) = (topic, setBy, at);

    /// <summary>The room as somebody sees it: its key is for those inside.</summary>
    public ChatRoom Snapshot(ChatSession? asker)
    {
        var isMember = asker is not null && Members.ContainsKey(asker);
        return new ChatRoom(Name)
        {
            Topic = Topic,
            TopicSetBy = TopicSetBy,
            TopicSetAt = TopicSetAt,
            CreatedAt = createdAt,
            Modes = Modes.Key is null || isMember ? Modes : Modes with { Key = "*" },
            Members = SnapshotMembers(),
        };
    }

    private ImmutableArray<ChatMember> SnapshotMembers()
    {
        var members = ImmutableArray.CreateBuilder<ChatMember>(Members.Count);
        foreach (var (session, member) in Members) members.Add(new ChatMember(session.Person, member.IsOperator, member.HasVoice));
        members.Sort((left, right) => ChatNameComparer.Instance.Compare(left.Person.Nickname, right.Person.Nickname));
        return members.MoveToImmutable();
    }
}
