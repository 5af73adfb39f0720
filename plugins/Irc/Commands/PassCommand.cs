using PluginFramework.Irc.Protocol;
using Registering = PluginFramework.Irc.IrcSessionState.Registering;

namespace PluginFramework.Irc.Commands;

/// <summary>The server password, which is the account's (RFC 2812 §3.1.1). It is checked when the nickname is known.</summary>
internal static class PassCommand
{
    public static ValueTask RunAsync(IrcSession session, Registering state, IrcMessage message, CancellationToken cancellationToken)
    {
        session.State = state with { Password = message[0] };
        return ValueTask.CompletedTask;
    }
}
