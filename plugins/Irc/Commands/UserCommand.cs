using PluginFramework.Irc.Protocol;
using Registering = PluginFramework.Irc.IrcSessionState.Registering;

namespace PluginFramework.Irc.Commands;

/// <summary>User and real name (RFC 2812 §3.1.3). The user name is only looked at for being there: the account's name is shown instead.</summary>
internal static class UserCommand
{
    public static ValueTask RunAsync(IrcSession session, Registering state, IrcMessage message, CancellationToken cancellationToken)
    {
        var realName = message[3];
        if (realName.Length > IrcLimits.RealName) realName = realName[..IrcLimits.RealName];
        session.State = state with { UserName = message[0], RealName = realName };
        return IrcRegistration.TryCompleteAsync(session, cancellationToken);
    }
}
