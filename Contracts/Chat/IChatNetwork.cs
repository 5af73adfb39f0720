using System.Collections.Immutable;

namespace PluginFramework.Chat;

/// <summary>The chat application: people, presence, rooms, direct and offline messages, shared by every chat protocol.</summary>
/// <remarks>Safe for use from any thread. Names of rooms and people are compared without regard to case.</remarks>
public interface IChatNetwork
{
    /// <summary>Signs a user on from one more client.</summary>
    /// <exception cref="ChatException">The nickname is not to be had.</exception>
    ValueTask<IChatSession> SignOnAsync(ChatSignOn signOn, CancellationToken cancellationToken = default);

    /// <summary>The rooms a user may know of, by name.</summary>
    ValueTask<ImmutableArray<ChatRoom>> ListRoomsAsync(CancellationToken cancellationToken = default);

    /// <summary>The people who are signed on, bots among them, by nickname.</summary>
    ValueTask<ImmutableArray<ChatPerson>> ListPeopleAsync(CancellationToken cancellationToken = default);

    /// <summary>Who lately had this nickname, the last one first. Only so many departures are remembered, in memory.</summary>
    ValueTask<ImmutableArray<ChatDeparture>> ListDeparturesAsync(string nickname, CancellationToken cancellationToken = default);
}
