using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Enters channels, or with <c>0</c> leaves all (RFC 2812 §3.2.1).</summary>
internal static class JoinCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (message[0] == "0")
        {
            foreach (var room in await state.Chat.RoomsOfAsync(session.Nickname, cancellationToken))
                await state.Chat.PartAsync(room.Name, null, cancellationToken);
            return;
        }

        var channels = message.List(0);
        var keys = message[1].Split(',');
        for (var i = 0; i < channels.Length; i++)
        {
            try
            {
                await JoinAsync(session, state, channels[i], i < keys.Length && keys[i].Length > 0 ? keys[i] : null, cancellationToken);
            }
            catch (ChatException refusal)
            {
                session.Refuse(message, refusal);
            }
        }
    }

    private static async ValueTask JoinAsync(IrcSession session, Registered state, string channel, string? key, CancellationToken cancellationToken)
    {
        if (IrcNames.Room(channel) is not { } room)
        {
            session.Reply(IrcNumeric.NoSuchChannel, [channel], "No such channel: a channel's name begins with #");
            return;
        }

        // The event of having entered shows the room as of that moment; later events do the rest.
        session.Entering = await state.Chat.JoinAsync(room, key, cancellationToken);
        session.PumpEvents();
        session.Entering = null;
    }
}
