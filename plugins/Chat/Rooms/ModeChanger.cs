using System.Collections.Immutable;
using System.Globalization;

namespace PluginFramework.Chat.Rooms;

/// <summary>Applies changes of modes to a room: all of them, or none when one is refused.</summary>
internal sealed class ModeChanger(ChatHub hub, Room room, int maxBans)
{
    private readonly Dictionary<ChatSession, Member> _members = [];
    private ChatRoomModes _modes = room.Modes;

    /// <returns>The changes that changed something, as everybody should see them.</returns>
    public ImmutableArray<ChatModeChange> Apply(IReadOnlyList<ChatModeChange> changes)
    {
        var effective = ImmutableArray.CreateBuilder<ChatModeChange>();
        foreach (var change in changes)
        {
            if (Try(change) is { } seen) effective.Add(seen);
        }

        room.Modes = _modes;
        foreach (var (session, member) in _members) room.Members[session] = member;
        return effective.ToImmutable();
    }

    /// <returns><see langword="null"/> when it is so already.</returns>
    private ChatModeChange? Try(ChatModeChange change) => change.Mode switch
    {
        ChatMode.InviteOnly => Flag(change, _modes.InviteOnly, _modes with { InviteOnly = change.IsSet }),
        ChatMode.Moderated => Flag(change, _modes.Moderated, _modes with { Moderated = change.IsSet }),
        ChatMode.NoExternalMessages => Flag(change, _modes.NoExternalMessages, _modes with { NoExternalMessages = change.IsSet }),
        ChatMode.Secret => Flag(change, _modes.Secret, _modes with { Secret = change.IsSet }),
        ChatMode.TopicProtected => Flag(change, _modes.TopicProtected, _modes with { TopicProtected = change.IsSet }),
        ChatMode.Key => Key(change),
        ChatMode.Limit => Limit(change),
        ChatMode.Ban => Ban(change),
        ChatMode.Operator or ChatMode.Voice => Privilege(change),
        _ => throw Refusals.ModeArgumentInvalid(change.Mode.ToString(), "There is no such mode"),
    };

    private ChatModeChange? Flag(ChatModeChange change, bool before, ChatRoomModes after)
    {
        if (before == change.IsSet) return null;
        _modes = after;
        return change with { Argument = null };
    }

    private ChatModeChange? Key(ChatModeChange change)
    {
        var before = _modes.Key;
        if (!change.IsSet)
        {
            _modes = _modes with { Key = null };
            return before is null ? null : change with { Argument = before };
        }

        if (change.Argument is not { } key || !ChatNames.IsKey(key))
            throw Refusals.ModeArgumentInvalid(change.Argument ?? "", $"A key is 1 to {ChatNames.MaxKey} characters without space or comma");
        _modes = _modes with { Key = key };
        return key == before ? null : change;
    }

    private ChatModeChange? Limit(ChatModeChange change)
    {
        var before = _modes.Limit;
        int? after = null;
        if (change.IsSet)
        {
            if (!int.TryParse(change.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit == 0)
                throw Refusals.ModeArgumentInvalid(change.Argument ?? "", "A limit is a whole number above zero");
            after = limit;
        }

        _modes = _modes with { Limit = after };
        return before == after ? null : change with { Argument = after?.ToString(CultureInfo.InvariantCulture) };
    }

    private ChatModeChange? Ban(ChatModeChange change)
    {
        if (change.Argument is not { } argument || !ChatNames.IsMask(argument))
            throw Refusals.ModeArgumentInvalid(change.Argument ?? "", $"A mask is nick!account@protocol, up to {ChatNames.MaxMask} characters");
        var mask = ChatMask.Normalize(argument);
        var known = _modes.Bans.FirstOrDefault(ban => ChatNameComparer.Instance.Equals(ban, mask));
        if (change.IsSet == known is not null) return null;
        if (change.IsSet && _modes.Bans.Length >= maxBans) throw Refusals.TooManyBans(room.Name, maxBans);
        _modes = _modes with { Bans = known is null ? _modes.Bans.Add(mask) : _modes.Bans.Remove(known) };
        return change with { Argument = known ?? mask };
    }

    private ChatModeChange? Privilege(ChatModeChange change)
    {
        if (change.Argument is not { } nickname) throw Refusals.ModeArgumentInvalid("", "Say whose mode it is: a nickname");
        if (!hub.People.TryGetValue(nickname, out var presence)) throw Refusals.NoSuchPerson(nickname);
        if (presence is not ChatSession session || !room.Members.TryGetValue(session, out var current)) throw Refusals.TargetNotInRoom(nickname);
        var before = _members.GetValueOrDefault(session, current);
        var after = change.Mode == ChatMode.Operator ? before with { IsOperator = change.IsSet } : before with { HasVoice = change.IsSet };
        _members[session] = after;
        return before == after ? null : change with { Argument = session.Person.Nickname };
    }
}
