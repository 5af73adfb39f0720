using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Puts people out of a channel (RFC 2812 §3.2.8).</summary>
internal static class KickCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (IrcNames.Room(message[0]) is not { } room)
        {
            session.Reply(IrcNumeric.NoSuchChannel, [message[0]], "No such channel");
            return;
        }

        if (message.List(1) is var targets && targets.Length > session.Server.Options.MaxTargets)
        {
            session.Reply(IrcNumeric.TooManyTargets, [message[1]], $"Too many targets: {session.Server.Options.MaxTargets} at most");
            return;
        }

        foreach (var target in targets)
        {
            try
            {
                await state.Chat.KickAsync(room, target, message.Text(2), cancellationToken);
            }
            catch (ChatException refusal)
            {
                session.Refuse(message, refusal);
            }
        }
    }
}
