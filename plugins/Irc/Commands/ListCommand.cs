using System.Globalization;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Lists channels (RFC 2812 §3.2.6).</summary>
internal static class ListCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var wanted = message.List(0);
        session.Reply(IrcNumeric.ListStart, ["Channel"], "Users  Name");
        foreach (var room in await state.Chat.ListRoomsAsync(cancellationToken))
        {
            var channel = IrcNames.Channel(room.Name);
            if (wanted.Length > 0 && !wanted.Contains(channel, StringComparer.OrdinalIgnoreCase)) continue;
            session.Reply(IrcNumeric.List, [channel, room.Members.Length.ToString(CultureInfo.InvariantCulture)], room.Topic);
            await session.FlushIfLongAsync();
        }

        session.Reply(IrcNumeric.ListEnd, [], "End of /LIST");
    }
}
