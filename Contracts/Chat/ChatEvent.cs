using System.Collections.Immutable;

namespace PluginFramework.Chat;

/// <summary>Something that happened, as one session sees it. Plain data; the closed set of the nested records.</summary>
/// <param name="At">When.</param>
/// <param name="Source">Who did it, as they were before it.</param>
public abstract record ChatEvent(DateTimeOffset At, ChatPerson Source)
{
    /// <summary>Somebody spoke in a room. One's own words do not come back.</summary>
    public sealed record RoomMessage(DateTimeOffset At, ChatPerson Source, string Room, ChatMessageKind Kind, string Text) : ChatEvent(At, Source);

    /// <summary>Somebody spoke to this person. <see cref="IsDelayed"/>: some time ago, when nobody was signed on.</summary>
    public sealed record DirectMessage(DateTimeOffset At, ChatPerson Source, ChatMessageKind Kind, string Text, bool IsDelayed = false) : ChatEvent(At, Source);

    /// <summary>Somebody entered a room.</summary>
    public sealed record Joined(DateTimeOffset At, ChatPerson Source, string Room) : ChatEvent(At, Source);

    /// <summary>Somebody left a room.</summary>
    public sealed record Parted(DateTimeOffset At, ChatPerson Source, string Room, string? Reason) : ChatEvent(At, Source);

    /// <summary>Somebody was put out of a room.</summary>
    public sealed record Kicked(DateTimeOffset At, ChatPerson Source, string Room, ChatPerson Target, string? Reason) : ChatEvent(At, Source);

    /// <summary>Somebody signed off; sent once, however many rooms are shared.</summary>
    public sealed record SignedOff(DateTimeOffset At, ChatPerson Source, string? Reason) : ChatEvent(At, Source);

    /// <summary>Somebody has another nickname.</summary>
    public sealed record Renamed(DateTimeOffset At, ChatPerson Source, string Nickname) : ChatEvent(At, Source);

    /// <summary>A room has another topic; empty when cleared.</summary>
    public sealed record TopicChanged(DateTimeOffset At, ChatPerson Source, string Room, string Topic) : ChatEvent(At, Source);

    /// <summary>Modes of a room or its members changed.</summary>
    public sealed record ModesChanged(DateTimeOffset At, ChatPerson Source, string Room, ImmutableArray<ChatModeChange> Changes) : ChatEvent(At, Source);

    /// <summary>This person was invited into a room.</summary>
    public sealed record Invited(DateTimeOffset At, ChatPerson Source, string Room) : ChatEvent(At, Source);

    /// <summary>Somebody in a shared room, or oneself, went away or came back (<see langword="null"/>).</summary>
    public sealed record AwayChanged(DateTimeOffset At, ChatPerson Source, string? Message) : ChatEvent(At, Source);
}
