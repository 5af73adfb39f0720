using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>Puts people out of one channel, or each out of their own (RFC 2812 §3.2.8).</summary>
internal static class KickCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        var channels = message[0].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var targets = message[1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (targets.Length > session.Server.Options.MaxTargets)
        {
            session.Reply(IrcNumeric.TooManyTargets, [message[1]], $"Too many targets: {session.Server.Options.MaxTargets} at most");
            return;
        }

        if (targets.Length == 0 || (channels.Length != 1 && channels.Length != targets.Length))
        {
            session.Reply(IrcNumeric.NeedMoreParams, ["KICK"], "Not enough parameters: name one channel, or as many as people");
            return;
        }

        for (var i = 0; i < targets.Length; i++)
            await KickAsync(session, state, channels[channels.Length == 1 ? 0 : i], targets[i], message.Text(2), cancellationToken);
    }

    private static async ValueTask KickAsync(
        IrcSession session, Registered state, string channel, string target, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            if (IrcNames.Room(channel) is { } room) await state.Chat.KickAsync(room, target, reason, cancellationToken);
            else session.Reply(IrcNumeric.NoSuchChannel, [channel], "No such channel");
        }
        catch (ChatException refusal)
        {
            session.Refuse(new IrcMessage("KICK", [channel, target]), refusal);
        }
    }
}
