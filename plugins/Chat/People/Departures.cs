using System.Collections.Immutable;

namespace PluginFramework.Chat.People;

/// <summary>Who lately gave up a nickname. Guarded by the hub's lock.</summary>
internal sealed class Departures
{
    /// <summary>How many are remembered: a few hours of a busy network, and little memory.</summary>
    public const int Capacity = 512;

    private readonly Queue<ChatDeparture> _departures = [];

    public void Add(ChatPerson person, DateTimeOffset at)
    {
        if (_departures.Count == Capacity) _departures.Dequeue();
        _departures.Enqueue(new ChatDeparture(person, at));
    }

    /// <summary>Those with a nickname, the last one first.</summary>
    public ImmutableArray<ChatDeparture> Of(string nickname) =>
        [.. _departures.Where(departure => ChatNameComparer.Instance.Equals(departure.Person.Nickname, nickname)).Reverse()];
}
