using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Leaves channels (RFC 2812 §3.2.2).</summary>
internal static class PartCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        foreach (var channel in message.List(0))
        {
            try
            {
                if (IrcNames.Room(channel) is { } room) await state.Chat.PartAsync(room, message.Text(1), cancellationToken);
                else session.Reply(IrcNumeric.NoSuchChannel, [channel], "No such channel");
            }
            catch (ChatException refusal)
            {
                session.Refuse(message, refusal);
            }
        }
    }
}
