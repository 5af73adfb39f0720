using System.Globalization;
using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Looks somebody up (RFC 2812 §3.6.2).</summary>
internal static class WhoisCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        // WHOIS server nickname asks a certain server; there is only this one.
        if (message.Optional(message.Count > 1 ? 1 : 0) is not { } nickname)
        {
            session.Reply(IrcNumeric.NoNicknameGiven, [], "No nickname given");
            return;
        }

        if (await state.Chat.FindPersonAsync(nickname, cancellationToken) is { } person) await DescribeAsync(session, state, person, cancellationToken);
        else session.Reply(IrcNumeric.NoSuchNick, [nickname], "No such nick");
        session.Reply(IrcNumeric.EndOfWhois, [nickname], "End of /WHOIS list");
    }

    private static async ValueTask DescribeAsync(IrcSession session, Registered state, ChatPerson person, CancellationToken cancellationToken)
    {
        var nickname = person.Nickname;
        session.Reply(IrcNumeric.WhoisUser, [nickname, person.Account, person.Protocol, "*"], person.RealName);
        var channels = new List<string>();
        foreach (var room in await state.Chat.RoomsOfAsync(nickname, cancellationToken))
        {
            var prefix = room.Members.Where(member => IrcNames.AreEqual(member.Person.Nickname, nickname))
                .Select(member => IrcNames.Prefix(member, session.Has(IrcCapabilities.MultiPrefix))).FirstOrDefault("");
            channels.Add(prefix + IrcNames.Channel(room.Name));
        }

        foreach (var some in channels.Chunk(6)) session.Reply(IrcNumeric.WhoisChannels, [nickname], string.Join(' ', some));
        session.Reply(IrcNumeric.WhoisServer, [nickname, session.Server.Options.ServerName], $"on {person.Protocol}");
        if (person.IsOperator) session.Reply(IrcNumeric.WhoisOperator, [nickname], "runs this server");
        if (person.IsBot) session.Reply(IrcNumeric.WhoisBot, [nickname], "is a program");
        else session.Reply(IrcNumeric.WhoisAccount, [nickname, person.Account], "is logged in as");
        if (person.IsPrivate) session.Reply(IrcNumeric.WhoisSecure, [nickname], "nobody can read along between them and the server");
        if (person.Away is { } away) session.Reply(IrcNumeric.Away, [nickname], away);
        var idle = session.Server.Clock.GetUtcNow() - person.ActiveAt;
        session.Reply(
            IrcNumeric.WhoisIdle,
            [nickname, ((long)idle.TotalSeconds).ToString(CultureInfo.InvariantCulture), IrcReplies.Seconds(person.SignedOnAt)],
            "seconds idle, signon time");
    }
}
