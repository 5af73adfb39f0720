using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc.Commands;

/// <summary>The first nickname, or another one (RFC 2812 §3.1.2).</summary>
internal static class NickCommand
{
    public static async ValueTask RunAsync(IrcSession session, IrcMessage message, CancellationToken cancellationToken)
    {
        if (message.Optional(0) is not { } nickname)
        {
            session.Reply(IrcNumeric.NoNicknameGiven, [], "No nickname given");
            return;
        }

        switch (session.State)
        {
            case IrcSessionState.Registering state:
                session.State = state with { Nickname = nickname };
                await IrcRegistration.TryCompleteAsync(session, cancellationToken);
                break;
            case IrcSessionState.Registered registered:
                await registered.Chat.RenameAsync(nickname, cancellationToken);
                break;
        }
    }
}
