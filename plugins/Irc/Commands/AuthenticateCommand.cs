using PluginFramework.Identity;
using PluginFramework.Irc.Protocol;
using Registering = PluginFramework.Irc.IrcSessionState.Registering;

namespace PluginFramework.Irc.Commands;

/// <summary>SASL (IRCv3 SASL 3.2).</summary>
internal static class AuthenticateCommand
{
    public static async ValueTask RunAsync(IrcSession session, Registering state, IrcMessage message, CancellationToken cancellationToken)
    {
        var argument = message[0];
        if (state.Principal is not null)
        {
            session.Reply(IrcNumeric.SaslAlready, [], "You have already authenticated");
        }
        else if (argument == "*")
        {
            session.State = state with { Sasl = null };
            session.Reply(IrcNumeric.SaslAborted, [], "SASL authentication aborted");
        }
        else if (state.Sasl is not { } sasl)
        {
            await StartAsync(session, state, argument, cancellationToken);
        }
        else if (!sasl.TryAppend(argument))
        {
            session.State = state with { Sasl = null };
            session.Reply(IrcNumeric.SaslTooLong, [], "SASL message too long");
        }
        else if (argument.Length < IrcLimits.SaslPiece)
        {
            if (sasl.TakeMessage() is { } response) await StepAsync(session, state, sasl, response, cancellationToken);
            else Refuse(session, state, "SASL message is not base64");
        }
    }

    private static async ValueTask StartAsync(IrcSession session, Registering state, string name, CancellationToken cancellationToken)
    {
        var offered = session.Server.MechanismsFor(session.Client).ToList();
        if (offered.Find(mechanism => mechanism.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } chosen)
        {
            session.Reply(IrcNumeric.SaslMechanisms, [string.Join(',', offered.Select(mechanism => mechanism.Name))], "are available SASL mechanisms");
            Refuse(session, state, "SASL authentication failed: no such mechanism");
            return;
        }

        var sasl = new IrcSaslExchange(chosen.Start(session.Client));
        state = state with { Sasl = sasl };
        session.State = state;
        await StepAsync(session, state, sasl, response: null, cancellationToken);
    }

    private static async ValueTask StepAsync(
        IrcSession session, Registering state, IrcSaslExchange sasl, ReadOnlyMemory<byte>? response, CancellationToken cancellationToken)
    {
        switch (await sasl.Exchange.RespondAsync(response, cancellationToken))
        {
            case SaslStep.Challenge challenge:
                Send(session, Convert.ToBase64String(challenge.Data.Span));
                break;
            case SaslStep.Succeeded { Principal: var principal }:
                session.State = state with { Sasl = null, Principal = principal };
                session.Reply(IrcNumeric.LoggedIn, [$"{session.Nickname}!{principal.UserName}@irc", principal.UserName], $"You are now logged in as {principal.UserName}");
                session.Reply(IrcNumeric.SaslSuccess, [], "SASL authentication successful");
                break;
            case SaslStep.Failed failed:
                Refuse(session, state, $"SASL authentication failed: {IrcRefusals.Describe(failed.Refusal)}");
                break;
        }
    }

    /// <summary>In pieces of 400; a last piece of full length is followed by an empty one.</summary>
    private static void Send(IrcSession session, string text)
    {
        for (var start = 0; ; start += IrcLimits.SaslPiece)
        {
            var piece = text[start..Math.Min(start + IrcLimits.SaslPiece, text.Length)];
            session.Writer.Write(default, null, "AUTHENTICATE", [piece.Length == 0 ? "+" : piece]);
            if (piece.Length < IrcLimits.SaslPiece) return;
        }
    }

    private static void Refuse(IrcSession session, Registering state, string text)
    {
        session.State = state with { Sasl = null };
        session.Reply(IrcNumeric.SaslFail, [], text);
        if (++session.FailedLogins >= session.Server.Options.MaxFailedLogins) session.End("authentication failed too often");
    }
}
