using System.Globalization;
using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>Finishes registration once a client has said all that is needed.</summary>
internal static class IrcRegistration
{
    public static async ValueTask TryCompleteAsync(IrcSession session, CancellationToken cancellationToken)
    {
        if (session.State is not IrcSessionState.Registering { Nickname: { } nickname, UserName: not null, IsNegotiating: false } state) return;
        var principal = state.Principal ?? await LogInAsync(session, state, nickname, cancellationToken);
        if (principal is null) return;

        // Should the nickname be refused, the login stands and another NICK is all that is needed.
        session.State = state with { Principal = principal, Password = null, Nickname = null };
        session.User = principal;
        var signOn = new ChatSignOn(principal, session.Client, nickname, state.RealName);
        var chat = await session.Server.Chat.SignOnAsync(signOn, cancellationToken);
        session.Nickname = nickname;
        session.State = new IrcSessionState.Registered(chat, principal);
        await WelcomeAsync(session, chat.Self, cancellationToken);
    }

    /// <summary>
    /// Logs in with what PASS gave: <c>account:password</c>, or the password of the account that is called like the nickname.
    /// </summary>
    private static async ValueTask<Principal?> LogInAsync(
        IrcSession session, IrcSessionState.Registering state, string nickname, CancellationToken cancellationToken)
    {
        if (state.Password is not { } password)
        {
            session.Reply(IrcNumeric.PasswordMismatch, [], "Password required: use SASL, or set the server password to account:password");
            session.End("authentication required");
            return null;
        }

        // An account's name has no colon, so the first one ends it. A password with a colon must be given with its account.
        var colon = password.IndexOf(':', StringComparison.Ordinal);
        var credential = colon > 0
            ? new PasswordCredential(password[..colon], password[(colon + 1)..])
            : new PasswordCredential(nickname, password);
        var result = await session.Server.Authenticator.AuthenticateAsync(credential, session.Client, cancellationToken);
        if (result is AuthenticationResult.Succeeded succeeded) return succeeded.Principal;
        if (result is AuthenticationResult.Refused refused) session.Reply(IrcNumeric.PasswordMismatch, [], IrcRefusals.Describe(refused));
        session.End("authentication failed");
        return null;
    }

    private static async ValueTask WelcomeAsync(IrcSession session, ChatPerson self, CancellationToken cancellationToken)
    {
        var options = session.Server.Options;
        session.Reply(IrcNumeric.Welcome, [], $"Welcome to the {options.NetworkName} network, {IrcNames.Source(self)}");
        session.Reply(IrcNumeric.YourHost, [], $"Your host is {options.ServerName}, running {session.Server.Version}");
        session.Reply(IrcNumeric.Created, [], string.Create(CultureInfo.InvariantCulture, $"This server was started {session.Server.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"));
        session.Reply(IrcNumeric.MyInfo, [options.ServerName, session.Server.Version, "o", "biklmnostv", "bklov"]);
        session.ReplyISupport();
        await session.ReplyLusersAsync(cancellationToken);
        session.ReplyMotd();
    }
}
