using System.Collections.Immutable;

namespace PluginFramework.Chat;

/// <summary>A room as of a moment. Plain data.</summary>
/// <param name="Name">Its name: 1 to 50 characters, no space, comma or control character.</param>
public sealed record ChatRoom(string Name)
{
    /// <summary>What it is about; empty when nothing is set.</summary>
    public string Topic { get; init; } = "";

    /// <summary>Who set the topic; <see langword="null"/> when nobody did.</summary>
    public string? TopicSetBy { get; init; }

    /// <summary>When the topic was set.</summary>
    public DateTimeOffset TopicSetAt { get; init; }

    /// <summary>When the room was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its modes.</summary>
    public ChatRoomModes Modes { get; init; } = new();

    /// <summary>Who is in it, by nickname. Empty where the asker may not see them.</summary>
    public ImmutableArray<ChatMember> Members { get; init; } = [];
}
