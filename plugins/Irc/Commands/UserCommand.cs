using PluginFramework.Irc.Protocol;
using Registering = PluginFramework.Irc.IrcSessionState.Registering;

namespace PluginFramework.Irc.Commands;

/// <summary>User and real name (RFC 2812 §3.1.3). The user name is only looked at for being there: the account's name is shown instead.</summary>
internal static class UserCommand
{
    public static ValueTask RunAsync(IrcSession session, Registering state, IrcMessage message, CancellationToken cancellationToken)
    {
        session.State = state with { UserName = message[0], RealName = IrcLimits.Cut(message[3], IrcLimits.RealName) };
        return IrcRegistration.TryCompleteAsync(session, cancellationToken);
    }
}
