using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Shows or changes modes (RFC 2812 §3.1.5, §3.2.3).</summary>
internal static class ModeCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (!IrcNames.IsChannel(message[0]))
        {
            RunForPerson(session, state, message);
        }
        else if (IrcNames.Room(message[0]) is not { } name || await state.Chat.FindRoomAsync(name, cancellationToken) is not { } room)
        {
            session.Reply(IrcNumeric.NoSuchChannel, [message[0]], "No such channel");
        }
        else if (message.Count == 1)
        {
            session.Reply(IrcNumeric.ChannelModeIs, [IrcNames.Channel(room.Name), .. IrcModes.Format(room.Modes)]);
            session.Reply(IrcNumeric.CreationTime, [IrcNames.Channel(room.Name), IrcReplies.Seconds(room.CreatedAt)]);
        }
        else
        {
            var changes = Parse(session, message, room);
            if (changes.Count > 0) await ChangeAsync(session, state, room, changes, cancellationToken);
        }
    }

    private static async ValueTask ChangeAsync(
        IrcSession session, Registered state, ChatRoom room, List<ChatModeChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await state.Chat.SetModesAsync(room.Name, changes, cancellationToken);
        }
        catch (ChatException refusal) when (refusal.Error == ChatError.ModeArgumentInvalid
            && changes.Find(change => change.Argument == refusal.Subject) is { } wrong)
        {
            // The key is left out: it may be a slip of what was meant to be one.
            var argument = wrong.Mode == ChatMode.Key ? "*" : refusal.Subject;
            session.Reply(IrcNumeric.InvalidModeParam, [IrcNames.Channel(room.Name), IrcModes.Letter(wrong.Mode).ToString(), argument], refusal.Message);
        }
    }

    private static List<ChatModeChange> Parse(IrcSession session, IrcMessage message, ChatRoom room)
    {
        var changes = new List<ChatModeChange>();
        var isSet = true;
        int next = 2, withParameter = 0;
        foreach (var letter in message[1])
        {
            if (letter is '+' or '-')
            {
                isSet = letter == '+';
                continue;
            }

            if (IrcModes.Find(letter) is not { } mode)
            {
                session.Reply(IrcNumeric.UnknownMode, [letter.ToString()], "is no mode of a channel; b, i, k, l, m, n, o, s, t and v are");
                continue;
            }

            if (!IrcModes.TakesParameter(mode, isSet))
            {
                changes.Add(new ChatModeChange(mode, isSet));
                continue;
            }

            var argument = message.Optional(next);
            if (argument is not null) next++;
            if (mode == ChatMode.Ban && argument is null)
            {
                ListBans(session, room);
            }
            else if (argument is null && !(mode == ChatMode.Key && !isSet))
            {
                session.Reply(IrcNumeric.InvalidModeParam, [message[0], letter.ToString(), "*"], "You must give a parameter for this mode");
            }
            else if (++withParameter <= IrcLimits.Modes)
            {
                changes.Add(new ChatModeChange(mode, isSet, argument));
            }
        }

        return changes;
    }

    private static void ListBans(IrcSession session, ChatRoom room)
    {
        var channel = IrcNames.Channel(room.Name);
        foreach (var mask in room.Modes.Bans) session.Reply(IrcNumeric.BanList, [channel, mask]);
        session.Reply(IrcNumeric.EndOfBanList, [channel], "End of channel ban list");
    }

    /// <summary>People have one mode, o, which says that they run the daemon and which is not set from here.</summary>
    private static void RunForPerson(IrcSession session, Registered state, IrcMessage message)
    {
        if (!IrcNames.AreEqual(message[0], session.Nickname))
            session.Reply(IrcNumeric.UsersDoNotMatch, [], "The modes of others are their own affair");
        else if (message.Count == 1)
            session.Reply(IrcNumeric.UModeIs, [state.Chat.Self.IsOperator ? "+o" : "+"]);
        // Clients ask for +i as they log in. There is no such mode here, and telling each of them so helps nobody.
        else if (message[1].AsSpan().ContainsAnyExcept("+-i"))
            session.Reply(IrcNumeric.UnknownUserModeFlag, [], "There is no such mode you could set for yourself");
    }
}
