using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Puts people out of a channel (RFC 2812 §3.2.8).</summary>
internal static class KickCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (IrcNames.Room(message[0]) is not { } room) session.Reply(IrcNumeric.NoSuchChannel, [message[0]], "No such channel");
        else await state.Chat.KickAsync(room, message[1], message.Optional(2), cancellationToken);
    }
}
