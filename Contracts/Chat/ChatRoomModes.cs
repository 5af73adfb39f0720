using System.Collections.Immutable;

namespace PluginFramework.Chat;

/// <summary>How a room is run.</summary>
public sealed record ChatRoomModes
{
    /// <summary>Only who was invited may enter.</summary>
    public bool InviteOnly { get; init; }

    /// <summary>Only operators and people with voice may speak.</summary>
    public bool Moderated { get; init; }

    /// <summary>Only people in the room may speak into it.</summary>
    public bool NoExternalMessages { get; init; } = true;

    /// <summary>Not shown to people outside it.</summary>
    public bool Secret { get; init; }

    /// <summary>Only operators may set the topic.</summary>
    public bool TopicProtected { get; init; } = true;

    /// <summary>What one must know to enter; <see langword="null"/>: nothing.</summary>
    public string? Key { get; init; }

    /// <summary>How many may be in it; <see langword="null"/>: any number.</summary>
    public int? Limit { get; init; }

    /// <summary>Masks (<c>nick!account@host</c> with <c>*</c> and <c>?</c>) of those who may not enter or speak.</summary>
    public ImmutableArray<string> Bans { get; init; } = [];
}
