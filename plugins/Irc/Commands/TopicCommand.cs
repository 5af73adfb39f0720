using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Asks for the topic or sets it (RFC 2812 §3.2.4).</summary>
internal static class TopicCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (IrcNames.Room(message[0]) is not { } name)
        {
            session.Reply(IrcNumeric.NoSuchChannel, [message[0]], "No such channel");
        }
        else if (message.Count > 1)
        {
            await state.Chat.SetTopicAsync(name, IrcLimits.Cut(message[1], IrcLimits.Topic), cancellationToken);
        }
        else if (await state.Chat.FindRoomAsync(name, cancellationToken) is not { } room)
        {
            session.Reply(IrcNumeric.NoSuchChannel, [message[0]], "No such channel");
        }
        else if (room.Topic.Length == 0)
        {
            session.Reply(IrcNumeric.NoTopic, [message[0]], "No topic is set");
        }
        else
        {
            session.ReplyTopic(room);
        }
    }
}
