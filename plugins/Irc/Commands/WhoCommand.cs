using System.IO.Enumeration;
using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Looks up people by channel, nickname or mask, or with <c>o</c> only those who run the server (RFC 2812 §3.6.1).</summary>
internal static class WhoCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var mask = message[0];
        var isForOperators = message[1] == "o";
        if (IrcNames.IsChannel(mask))
        {
            if (IrcNames.Room(mask) is { } name && await state.Chat.FindRoomAsync(name, cancellationToken) is { } room)
            {
                foreach (var member in room.Members)
                {
                    if (isForOperators && !member.Person.IsOperator) continue;
                    Reply(session, IrcNames.Channel(room.Name), member.Person, IrcNames.Prefix(member, session.Has(IrcCapabilities.MultiPrefix)));
                    await session.FlushIfLongAsync();
                }
            }
        }
        else if (!mask.AsSpan().ContainsAny('*', '?'))
        {
            if (await state.Chat.FindPersonAsync(mask, cancellationToken) is { } person && (person.IsOperator || !isForOperators))
                Reply(session, "*", person, "");
        }
        else
        {
            foreach (var person in await session.Server.Chat.ListPeopleAsync(cancellationToken))
            {
                if ((isForOperators && !person.IsOperator) || !FileSystemName.MatchesSimpleExpression(mask, person.Nickname)) continue;
                Reply(session, "*", person, "");
                await session.FlushIfLongAsync();
            }
        }

        session.Reply(IrcNumeric.EndOfWho, [mask], "End of WHO list");
    }

    private static void Reply(IrcSession session, string channel, ChatPerson person, string prefix)
    {
        var flags = $"{(person.Away is null ? 'H' : 'G')}{(person.IsOperator ? "*" : "")}{(person.IsBot ? "B" : "")}{prefix}";
        session.Reply(
            IrcNumeric.WhoReply,
            [channel, person.Account, person.Protocol, session.Server.Options.ServerName, person.Nickname, flags],
            $"0 {person.RealName}");
    }
}
