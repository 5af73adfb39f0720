using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Invites somebody into a channel (RFC 2812 §3.2.7).</summary>
internal static class InviteCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (IrcNames.Room(message[1]) is not { } room)
        {
            session.Reply(IrcNumeric.NoSuchChannel, [message[1]], "No such channel");
            return;
        }

        await state.Chat.InviteAsync(room, message[0], cancellationToken);
        session.Reply(IrcNumeric.Inviting, [message[0], message[1]]);
        if (await state.Chat.FindPersonAsync(message[0], cancellationToken) is { Away: { } away }) session.Reply(IrcNumeric.Away, [message[0]], away);
    }
}
