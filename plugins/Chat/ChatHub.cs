using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginFramework.Chat.Bots;
using PluginFramework.Chat.Events;
using PluginFramework.Chat.People;
using PluginFramework.Chat.Rooms;

namespace PluginFramework.Chat;

/// <summary>Everything the network knows, under one lock, and the fan-out of events.</summary>
/// <remarks>
/// Every change and every event is made inside <see cref="Enter"/>, so all sessions see events in one order. Nothing is awaited, no file
/// is touched and no code of another plugin runs in there.
/// </remarks>
internal sealed class ChatHub(TimeProvider clock, ILogger logger)
{
    private readonly Lock _lock = new();

    // Sessions whose queue was full; they are signed off when the change that noticed is complete.
    private readonly Queue<ChatSession> _overrun = [];

    /// <summary>Who is signed on, by nickname.</summary>
    public Dictionary<string, Presence> People { get; } = new(ChatNameComparer.Instance);

    /// <summary>The sessions of users who are signed on, by account.</summary>
    public Dictionary<string, List<ChatSession>> Accounts { get; } = new(ChatNameComparer.Instance);

    public Dictionary<string, Room> Rooms { get; } = new(ChatNameComparer.Instance);

    public List<BotPresence> Bots { get; } = [];

    public Departures Departures { get; } = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public Scope Enter() => new(this);

    public void Deliver(ChatSession session, ChatEvent chatEvent, IReceipt? receipt = null)
    {
        if (!session.Queue.TryWrite(chatEvent, receipt) && !session.IsSignedOff) _overrun.Enqueue(session);
    }

    public void DeliverToRoom(Room room, ChatEvent chatEvent, ChatSession? except = null)
    {
        foreach (var session in room.Members.Keys)
        {
            if (session != except) Deliver(session, chatEvent);
        }
    }

    /// <summary>Delivers once to everybody who shares a room with the session, and to the session itself.</summary>
    public void DeliverToNeighbours(ChatSession session, ChatEvent chatEvent)
    {
        Deliver(session, chatEvent);
        foreach (var neighbour in Neighbours(session)) Deliver(neighbour, chatEvent);
    }

    public Room FindRoom(string name, ChatSession asker) =>
        Rooms.TryGetValue(name, out var room) && room.IsVisibleTo(asker) ? room : throw Refusals.NoSuchRoom(name);

    public ImmutableArray<ChatRoom> ListRooms(ChatSession? asker) =>
        [.. Rooms.Values.Where(room => room.IsVisibleTo(asker)).OrderBy(room => room.Name, ChatNameComparer.Instance).Select(room => room.Snapshot(asker))];

    public void Add(ChatSession session)
    {
        var person = session.Person;
        People.Add(person.Nickname, session);
        if (!Accounts.TryGetValue(person.Account, out var sessions)) Accounts.Add(person.Account, sessions = []);
        sessions.Add(session);
        logger.SignedOn(person.Nickname, person.Account, person.Protocol, session.Client.ConnectionId);
    }

    public void SignOff(ChatSession session, string? reason)
    {
        if (session.IsSignedOff) return;
        session.IsSignedOff = true;
        var person = session.Person;
        People.Remove(person.Nickname);
        var sessions = Accounts[person.Account];
        sessions.Remove(session);
        if (sessions.Count == 0) Accounts.Remove(person.Account);
        Departures.Add(session.Snapshot(), Now);

        var signedOff = new ChatEvent.SignedOff(Now, person, reason);
        foreach (var neighbour in Neighbours(session)) Deliver(neighbour, signedOff);
        foreach (var room in session.Rooms.ToArray()) Leave(room, session);
        foreach (var bot in Bots) bot.Forget(session);
        session.Invitations.Clear();
        session.Delivery?.Abandon();
        session.Queue.Complete();
        logger.SignedOff(person.Nickname, person.Account, reason);
    }

    public void Leave(Room room, ChatSession session)
    {
        room.Members.Remove(session);
        session.Rooms.Remove(room);
        if (room.Members.Count == 0) Rooms.Remove(room.Name);
    }

    private static HashSet<ChatSession> Neighbours(ChatSession session)
    {
        var neighbours = session.Rooms.SelectMany(room => room.Members.Keys).ToHashSet();
        neighbours.Remove(session);
        return neighbours;
    }

    private void SignOffOverrun()
    {
        while (_overrun.TryDequeue(out var session))
        {
            if (session.IsSignedOff) continue;
            logger.TooSlow(session.Person.Nickname, session.Person.Account, EventQueue.Capacity);
            SignOff(session, "Reads too slowly");
        }
    }

    /// <summary>The lock, held until disposed of.</summary>
    public readonly ref struct Scope
    {
        private readonly ChatHub _hub;

        public Scope(ChatHub hub)
        {
            _hub = hub;
            hub._lock.Enter();
        }

        public void Dispose()
        {
            try
            {
                _hub.SignOffOverrun();
            }
            finally
            {
                _hub._lock.Exit();
            }
        }
    }
}
