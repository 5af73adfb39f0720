using System.Globalization;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Looks up people who are gone or have another nickname (RFC 2812 §3.6.3). Masks are taken for nicknames.</summary>
internal static class WhowasCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (message.List(0) is not { Length: > 0 } nicknames)
        {
            session.Reply(IrcNumeric.NoNicknameGiven, [], "No nickname given");
            return;
        }

        // A count that is none, or not above zero, asks for all.
        var most = int.TryParse(message[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : int.MaxValue;
        foreach (var nickname in nicknames.Take(session.Server.Options.MaxTargets))
        {
            var departures = await session.Server.Chat.ListDeparturesAsync(nickname, cancellationToken);
            if (departures.IsEmpty) session.Reply(IrcNumeric.WasNoSuchNick, [nickname], "There was no such nickname");
            foreach (var (person, at) in departures.Take(most))
            {
                session.Reply(IrcNumeric.WhowasUser, [person.Nickname, person.Account, person.Protocol, "*"], person.RealName);
                session.Reply(
                    IrcNumeric.WhoisServer,
                    [person.Nickname, session.Server.Options.ServerName],
                    at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
                await session.FlushIfLongAsync();
            }

            session.Reply(IrcNumeric.EndOfWhowas, [nickname], "End of WHOWAS");
        }
    }
}
