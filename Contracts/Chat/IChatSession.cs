using System.Collections.Immutable;
using System.Threading.Channels;

namespace PluginFramework.Chat;

/// <summary>A client's place in the chat network. Disposing of it signs the client off.</summary>
/// <remarks>
/// Safe for use from any thread. Room names are without a protocol's sigil: IRC's <c>#lounge</c> is the room <c>lounge</c>. Every method
/// that changes something throws <see cref="ChatException"/> where it is refused; what it changed comes back to this session as an event,
/// too, in the order in which everybody sees it.
/// </remarks>
public interface IChatSession : IAsyncDisposable
{
    /// <summary>This person as of now.</summary>
    ChatPerson Self { get; }

    /// <summary>
    /// What happens, to be read without pause. At most 1,024 events wait; a session that falls further behind is signed off, and the
    /// reader completes.
    /// </summary>
    ChannelReader<ChatEvent> Events { get; }

    /// <summary>Takes another nickname.</summary>
    ValueTask RenameAsync(string nickname, CancellationToken cancellationToken = default);

    /// <summary>Enters a room, making it where there is none; whoever makes a room is its first operator.</summary>
    /// <param name="room">The room.</param>
    /// <param name="key">The room's key; <see langword="null"/> when the client gave none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The room with its members, oneself among them.</returns>
    ValueTask<ChatRoom> JoinAsync(string room, string? key = null, CancellationToken cancellationToken = default);

    /// <summary>Leaves a room.</summary>
    ValueTask PartAsync(string room, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Says something in a room.</summary>
    ValueTask SendToRoomAsync(string room, ChatMessageKind kind, string text, CancellationToken cancellationToken = default);

    /// <summary>Says something to one person. For a user who is not signed on it is kept until they are, and durable on return.</summary>
    /// <returns>Whether it was delivered or kept, and the away message of the person, if any.</returns>
    ValueTask<ChatDelivery> SendToPersonAsync(string nickname, ChatMessageKind kind, string text, CancellationToken cancellationToken = default);

    /// <summary>Sets a room's topic; empty clears it.</summary>
    ValueTask SetTopicAsync(string room, string topic, CancellationToken cancellationToken = default);

    /// <summary>Changes modes of a room or of its members, all of them or none.</summary>
    ValueTask SetModesAsync(string room, IReadOnlyList<ChatModeChange> changes, CancellationToken cancellationToken = default);

    /// <summary>Puts somebody out of a room.</summary>
    ValueTask KickAsync(string room, string nickname, string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Invites somebody into a room.</summary>
    ValueTask InviteAsync(string room, string nickname, CancellationToken cancellationToken = default);

    /// <summary>Says that one is away; <see langword="null"/>: that one is back.</summary>
    ValueTask SetAwayAsync(string? message, CancellationToken cancellationToken = default);

    /// <summary>A room as this person may see it, or <see langword="null"/>.</summary>
    ValueTask<ChatRoom?> FindRoomAsync(string room, CancellationToken cancellationToken = default);

    /// <summary>The rooms this person may know of, by name.</summary>
    ValueTask<ImmutableArray<ChatRoom>> ListRoomsAsync(CancellationToken cancellationToken = default);

    /// <summary>Somebody who is signed on, or <see langword="null"/>.</summary>
    ValueTask<ChatPerson?> FindPersonAsync(string nickname, CancellationToken cancellationToken = default);

    /// <summary>The rooms of somebody, as far as this person may see them, by name.</summary>
    ValueTask<ImmutableArray<ChatRoom>> RoomsOfAsync(string nickname, CancellationToken cancellationToken = default);

    /// <summary>Signs off, with a last word.</summary>
    ValueTask SignOffAsync(string? reason = null, CancellationToken cancellationToken = default);
}
