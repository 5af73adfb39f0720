using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Who is in a channel (RFC 2812 §3.2.5).</summary>
internal static class NamesCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var channels = message.List(0);
        if (channels.Length == 0) session.Reply(IrcNumeric.EndOfNames, ["*"], "End of /NAMES list: name a channel");
        foreach (var channel in channels.Take(session.Server.Options.MaxTargets))
        {
            if (IrcNames.Room(channel) is { } name && await state.Chat.FindRoomAsync(name, cancellationToken) is { } room) session.ReplyNames(room);
            else session.Reply(IrcNumeric.EndOfNames, [channel], "End of /NAMES list");
            await session.FlushIfLongAsync();
        }
    }
}
