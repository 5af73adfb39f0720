using PluginFramework.Chat.Bots;

namespace PluginFramework.Chat.Rooms;

/// <summary>What sessions do in rooms. Called inside the hub's lock.</summary>
internal sealed class RoomOperations(ChatHub hub, ChatOptions options)
{
    private const int MaxInvitations = 64;

    public ChatRoom Join(ChatSession session, string name, string? key)
    {
        if (!ChatNames.IsRoom(name)) throw Refusals.RoomNameInvalid(name);
        if (hub.Rooms.TryGetValue(name, out var room))
        {
            if (room.Members.ContainsKey(session)) return room.Snapshot(session);
            CheckAdmission(room, session, key);
        }

        if (session.Rooms.Count >= options.MaxRoomsPerClient) throw Refusals.TooManyRooms(name, options.MaxRoomsPerClient);
        var isNew = room is null;
        if (room is null) hub.Rooms.Add(name, room = new Room(name, hub.Now));
        session.Invitations.Remove(room);
        session.Rooms.Add(room);
        room.Members.Add(session, new Member(IsOperator: isNew, HasVoice: false));
        hub.DeliverToRoom(room, new ChatEvent.Joined(hub.Now, session.Person, room.Name));
        return room.Snapshot(session);
    }

    public void Part(ChatSession session, string name, string? reason)
    {
        var room = hub.FindRoom(name, session);
        room.MemberOrRefuse(session);
        hub.DeliverToRoom(room, new ChatEvent.Parted(hub.Now, session.Person, room.Name, reason));
        hub.Leave(room, session);
    }

    public void Send(ChatSession session, string name, ChatMessageKind kind, string text)
    {
        var room = hub.FindRoom(name, session);
        var isMember = room.Members.TryGetValue(session, out var member);
        if (!isMember && room.Modes.NoExternalMessages) throw Refusals.CannotSpeak(room.Name, "you are not in it (+n)");
        if (member is { IsOperator: false, HasVoice: false })
        {
            if (room.Modes.Moderated) throw Refusals.CannotSpeak(room.Name, "it is moderated (+m)");
            if (room.IsBanned(session.Person)) throw Refusals.CannotSpeak(room.Name, "you are banned from it (+b)");
        }

        session.ActiveAt = hub.Now;
        hub.DeliverToRoom(room, new ChatEvent.RoomMessage(session.ActiveAt, session.Person, room.Name, kind, text), except: session);
    }

    public void SetTopic(ChatSession session, string name, string topic)
    {
        var room = hub.FindRoom(name, session);
        var member = room.MemberOrRefuse(session);
        if (room.Modes.TopicProtected && !member.IsOperator) throw Refusals.NotRoomOperator(room.Name);
        room.SetTopic(topic, session.Person.Nickname, hub.Now);
        hub.DeliverToRoom(room, new ChatEvent.TopicChanged(hub.Now, session.Person, room.Name, topic));
    }

    public void SetModes(ChatSession session, string name, IReadOnlyList<ChatModeChange> changes)
    {
        var room = hub.FindRoom(name, session);
        room.RequireOperator(session);
        var effective = new ModeChanger(hub, room, options.MaxBansPerRoom).Apply(changes);
        if (!effective.IsEmpty) hub.DeliverToRoom(room, new ChatEvent.ModesChanged(hub.Now, session.Person, room.Name, effective));
    }

    public void Kick(ChatSession session, string name, string nickname, string? reason)
    {
        var room = hub.FindRoom(name, session);
        room.RequireOperator(session);
        if (!hub.People.TryGetValue(nickname, out var presence)) throw Refusals.NoSuchPerson(nickname);
        if (presence is not ChatSession target || !room.Members.ContainsKey(target)) throw Refusals.TargetNotInRoom(nickname);
        hub.DeliverToRoom(room, new ChatEvent.Kicked(hub.Now, session.Person, room.Name, target.Person, reason));
        hub.Leave(room, target);
    }

    public void Invite(ChatSession session, string name, string nickname)
    {
        var room = hub.FindRoom(name, session);
        room.MemberOrRefuse(session);
        if (room.Modes.InviteOnly) room.RequireOperator(session);
        if (!hub.People.TryGetValue(nickname, out var presence)) throw Refusals.NoSuchPerson(nickname);
        if (presence is BotPresence) throw Refusals.EntersNoRooms(nickname);
        var target = (ChatSession)presence;
        if (room.Members.ContainsKey(target)) throw Refusals.AlreadyInRoom(nickname);

        // Invitations hold on to rooms, so nobody is made to hold on to any number of them.
        if (target.Invitations.Count >= MaxInvitations) target.Invitations.Clear();
        target.Invitations.Add(room);
        hub.Deliver(target, new ChatEvent.Invited(hub.Now, session.Person, room.Name));
    }

    private static void CheckAdmission(Room room, ChatSession session, string? key)
    {
        var modes = room.Modes;
        if (modes.InviteOnly && !session.Invitations.Contains(room)) throw Refusals.InviteOnly(room.Name);
        if (room.IsBanned(session.Person)) throw Refusals.Banned(room.Name);
        if (modes.Key is not null && modes.Key != key) throw Refusals.WrongKey(room.Name);
        if (room.Members.Count >= modes.Limit) throw Refusals.RoomFull(room.Name);
    }
}
