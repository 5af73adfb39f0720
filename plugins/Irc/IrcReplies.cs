using System.Globalization;
using System.Text;
using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>Replies that more than one command gives.</summary>
internal static class IrcReplies
{
    private const int NamesOctets = 300;

    public static void ReplyTopic(this IrcSession session, ChatRoom room)
    {
        var channel = IrcNames.Channel(room.Name);
        session.Reply(IrcNumeric.Topic, [channel], room.Topic);
        session.Reply(IrcNumeric.TopicWhoTime, [channel, room.TopicSetBy ?? "*", Seconds(room.TopicSetAt)]);
    }

    public static void ReplyNames(this IrcSession session, ChatRoom room)
    {
        var channel = IrcNames.Channel(room.Name);
        var symbol = room.Modes.Secret ? "@" : "=";
        var names = new StringBuilder();
        foreach (var member in room.Members)
        {
            var name = session.Has(IrcCapabilities.UserhostInNames) ? IrcNames.Source(member.Person) : member.Person.Nickname;
            if (names.Length > 0) names.Append(' ');
            names.Append(IrcNames.Prefix(member, session.Has(IrcCapabilities.MultiPrefix))).Append(name);
            if (names.Length < NamesOctets) continue;
            session.Reply(IrcNumeric.NameReply, [symbol, channel], names.ToString());
            names.Clear();
        }

        if (names.Length > 0) session.Reply(IrcNumeric.NameReply, [symbol, channel], names.ToString());
        session.Reply(IrcNumeric.EndOfNames, [channel], "End of /NAMES list");
    }

    public static void ReplyISupport(this IrcSession session)
    {
        var targets = session.Server.Options.MaxTargets.ToString(CultureInfo.InvariantCulture);
        session.Reply(
            IrcNumeric.ISupport,
            [
                "CASEMAPPING=ascii", "CHANTYPES=#", "PREFIX=(ov)@+", "CHANMODES=b,k,l,imnst", $"MODES={IrcLimits.Modes}",
                $"NICKLEN={IrcLimits.Nickname}", $"CHANNELLEN={IrcLimits.Channel}", $"TOPICLEN={IrcLimits.Topic}", $"KEYLEN={IrcLimits.Key}",
            ],
            "are supported by this server");
        session.Reply(
            IrcNumeric.ISupport,
            [
                $"NETWORK={session.Server.Options.NetworkName}", "UTF8ONLY", "LINELEN=512", $"AWAYLEN={IrcLimits.Topic}",
                $"KICKLEN={IrcLimits.Topic}", $"NAMELEN={IrcLimits.RealName}",
                $"TARGMAX=PRIVMSG:{targets},NOTICE:{targets},JOIN:,PART:,NAMES:1,LIST:,KICK:{targets},WHOIS:1,WHOWAS:{targets}",
            ],
            "are supported by this server");
    }

    public static void ReplyMotd(this IrcSession session)
    {
        var text = session.Server.Options.MessageOfTheDay;
        if (text.Length == 0)
        {
            session.Reply(IrcNumeric.NoMotd, [], "There is no message of the day");
            return;
        }

        session.Reply(IrcNumeric.MotdStart, [], $"- {session.Server.Options.ServerName} Message of the day -");
        foreach (var line in text.AsSpan().EnumerateLines()) session.Reply(IrcNumeric.Motd, [], $"- {line}");
        session.Reply(IrcNumeric.EndOfMotd, [], "End of /MOTD command");
    }

    public static async ValueTask ReplyLusersAsync(this IrcSession session, CancellationToken cancellationToken)
    {
        var people = await session.Server.Chat.ListPeopleAsync(cancellationToken);
        var rooms = await session.Server.Chat.ListRoomsAsync(cancellationToken);
        var count = people.Length.ToString(CultureInfo.InvariantCulture);
        var operators = people.Count(person => person.IsOperator).ToString(CultureInfo.InvariantCulture);
        session.Reply(IrcNumeric.LUserClient, [], $"There are {count} people and 0 invisible on 1 server");
        session.Reply(IrcNumeric.LUserOp, [operators], "operator(s) online");
        session.Reply(IrcNumeric.LUserChannels, [rooms.Length.ToString(CultureInfo.InvariantCulture)], "channels formed");
        session.Reply(IrcNumeric.LUserMe, [], $"I have {count} clients and 0 servers");
        session.Reply(IrcNumeric.LocalUsers, [], $"Current local users {count}");
        session.Reply(IrcNumeric.GlobalUsers, [], $"Current global users {count}");
    }

    public static void ReplyCap(this IrcSession session, string subcommand, string text) =>
        session.Writer.Write(default, session.Server.Options.ServerName, "CAP", [session.Nickname, subcommand], text);

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
