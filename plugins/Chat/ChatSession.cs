using System.Collections.Immutable;
using System.Threading.Channels;
using PluginFramework.Chat.Events;
using PluginFramework.Chat.Offline;
using PluginFramework.Chat.People;
using PluginFramework.Chat.Rooms;
using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Chat;

/// <summary>One client's place in the network.</summary>
internal sealed class ChatSession(
    ChatHub hub, ChatOptions options, AccountNames names, RoomOperations rooms, DirectMessages directMessages, ChatSignOn signOn)
    : Presence(PersonOf(signOn, hub.Now)), IChatSession
{
    public Principal Principal => signOn.Principal;

    public string UserId => signOn.Principal.UserId;

    public ClientInfo Client => signOn.Client;

    public EventQueue Queue { get; } = new();

    /// <summary>Guarded by the hub's lock, like all of this state.</summary>
    public bool IsSignedOff { get; set; }

    public HashSet<Room> Rooms { get; } = [];

    public HashSet<Room> Invitations { get; } = [];

    /// <summary>Messages from the time away that the reader has not dealt with yet.</summary>
    public OfflineDelivery? Delivery { get; set; }

    public ChatPerson Self => Person;

    public ChannelReader<ChatEvent> Events => Queue;

    public async ValueTask RenameAsync(string nickname, CancellationToken cancellationToken = default)
    {
        if (!ChatNames.IsNickname(nickname, Person.Account)) throw Refusals.NicknameInvalid(nickname);
        await names.CheckAsync(nickname, Person.Account, cancellationToken);
        using (EnterSignedOn())
        {
            if (nickname == Person.Nickname) return;
            if (hub.People.TryGetValue(nickname, out var holder) && holder != this) throw Refusals.NicknameInUse(nickname);
            var before = Person;
            hub.People.Remove(before.Nickname);
            Person = before with { Nickname = nickname };
            hub.People.Add(nickname, this);
            if (!ChatNameComparer.Instance.Equals(nickname, before.Nickname)) hub.Departures.Add(before with { ActiveAt = ActiveAt }, hub.Now);
            hub.DeliverToNeighbours(this, new ChatEvent.Renamed(hub.Now, before, nickname));
        }
    }

    public ValueTask<ChatRoom> JoinAsync(string room, string? key = null, CancellationToken cancellationToken = default)
    {
        using (EnterSignedOn()) return ValueTask.FromResult(rooms.Join(this, room, key));
    }

    public ValueTask PartAsync(string room, string? reason = null, CancellationToken cancellationToken = default)
    {
        CheckLength(room, "reason", reason);
        using (EnterSignedOn()) rooms.Part(this, room, reason);
        return ValueTask.CompletedTask;
    }

    public ValueTask SendToRoomAsync(string room, ChatMessageKind kind, string text, CancellationToken cancellationToken = default)
    {
        if (text.Length > options.MaxTextLength) throw Refusals.TooLong(room, "message", options.MaxTextLength);
        using (EnterSignedOn()) rooms.Send(this, room, kind, text);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ChatDelivery> SendToPersonAsync(
        string nickname, ChatMessageKind kind, string text, CancellationToken cancellationToken = default)
    {
        if (text.Length > options.MaxTextLength) throw Refusals.TooLong(nickname, "message", options.MaxTextLength);
        using (EnterSignedOn()) ActiveAt = hub.Now;
        return directMessages.SendAsync(this, nickname, kind, text, cancellationToken);
    }

    public ValueTask SetTopicAsync(string room, string topic, CancellationToken cancellationToken = default)
    {
        CheckLength(room, "topic", topic);
        using (EnterSignedOn()) rooms.SetTopic(this, room, topic);
        return ValueTask.CompletedTask;
    }

    public ValueTask SetModesAsync(string room, IReadOnlyList<ChatModeChange> changes, CancellationToken cancellationToken = default)
    {
        using (EnterSignedOn()) rooms.SetModes(this, room, changes);
        return ValueTask.CompletedTask;
    }

    public ValueTask KickAsync(string room, string nickname, string? reason = null, CancellationToken cancellationToken = default)
    {
        CheckLength(room, "reason", reason);
        using (EnterSignedOn()) rooms.Kick(this, room, nickname, reason);
        return ValueTask.CompletedTask;
    }

    public ValueTask InviteAsync(string room, string nickname, CancellationToken cancellationToken = default)
    {
        using (EnterSignedOn()) rooms.Invite(this, room, nickname);
        return ValueTask.CompletedTask;
    }

    public ValueTask SetAwayAsync(string? message, CancellationToken cancellationToken = default)
    {
        if (message is "") message = null;
        CheckLength(Person.Nickname, "away message", message);
        using (EnterSignedOn())
        {
            if (message == Person.Away) return ValueTask.CompletedTask;
            var before = Person;
            Person = before with { Away = message };
            hub.DeliverToNeighbours(this, new ChatEvent.AwayChanged(hub.Now, before, message));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ChatRoom?> FindRoomAsync(string room, CancellationToken cancellationToken = default)
    {
        using (hub.Enter())
        {
            return ValueTask.FromResult(hub.Rooms.TryGetValue(room, out var found) && found.IsVisibleTo(this) ? found.Snapshot(this) : null);
        }
    }

    public ValueTask<ImmutableArray<ChatRoom>> ListRoomsAsync(CancellationToken cancellationToken = default)
    {
        using (hub.Enter()) return ValueTask.FromResult(hub.ListRooms(this));
    }

    public ValueTask<ChatPerson?> FindPersonAsync(string nickname, CancellationToken cancellationToken = default)
    {
        using (hub.Enter()) return ValueTask.FromResult(hub.People.TryGetValue(nickname, out var found) ? found.Snapshot() : null);
    }

    public ValueTask<ImmutableArray<ChatRoom>> RoomsOfAsync(string nickname, CancellationToken cancellationToken = default)
    {
        using (hub.Enter())
        {
            ImmutableArray<ChatRoom> found = hub.People.GetValueOrDefault(nickname) is ChatSession session
                ? [.. session.Rooms.Where(room => room.IsVisibleTo(this)).OrderBy(room => room.Name, ChatNameComparer.Instance).Select(room => room.Snapshot(this))]
                : [];
            return ValueTask.FromResult(found);
        }
    }

    public ValueTask SignOffAsync(string? reason = null, CancellationToken cancellationToken = default)
    {
        using (hub.Enter()) hub.SignOff(this, reason is { } text && text.Length > options.MaxTopicLength ? null : reason);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => SignOffAsync();

    private static ChatPerson PersonOf(ChatSignOn signOn, DateTimeOffset now) => new(signOn.Nickname, signOn.Principal.UserName)
    {
        RealName = signOn.RealName,
        Protocol = signOn.Client.Protocol,
        IsOperator = signOn.Principal.IsOperator,
        IsPrivate = signOn.Client.IsPrivate,
        SignedOnAt = now,
        ActiveAt = now,
    };

    private ChatHub.Scope EnterSignedOn()
    {
        var scope = hub.Enter();
        if (!IsSignedOff) return scope;
        scope.Dispose();
        throw Refusals.SignedOff();
    }

    private void CheckLength(string subject, string what, string? text)
    {
        if (text?.Length > options.MaxTopicLength) throw Refusals.TooLong(subject, what, options.MaxTopicLength);
    }
}
