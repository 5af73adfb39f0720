using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;
using Registered = PluginFramework.Irc.IrcSessionState.Registered;

namespace PluginFramework.Irc.Commands;

/// <summary>PRIVMSG and NOTICE (RFC 2812 §3.3).</summary>
internal static class MessageCommand
{
    public static async ValueTask RunPrivmsgAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (message.Optional(0) is null)
        {
            session.Reply(IrcNumeric.NoRecipient, [], "No recipient given (PRIVMSG)");
            return;
        }

        if (message.Optional(1) is null)
        {
            session.Reply(IrcNumeric.NoTextToSend, [], "No text to send");
            return;
        }

        if (message.List(0) is var targets && targets.Length > session.Server.Options.MaxTargets)
        {
            session.Reply(IrcNumeric.TooManyTargets, [message[0]], $"Too many targets: {session.Server.Options.MaxTargets} at most");
            return;
        }

        foreach (var target in targets)
        {
            try
            {
                var delivery = await SendAsync(session, state, ChatMessageKind.Message, target, message[1], cancellationToken);
                if (delivery is { Away: { } away }) session.Reply(IrcNumeric.Away, [target], away);
                if (delivery is { IsStored: true })
                    session.Writer.Write(default, session.Server.Options.ServerName, "NOTICE", [session.Nickname], $"*** {target} is not signed on; the message is kept until they are");
            }
            catch (ChatException refusal)
            {
                session.Refuse(message, refusal);
            }
        }
    }

    /// <summary>The same without any reply: a NOTICE must never set off an automatic one (RFC 2812 §3.3.2).</summary>
    public static async ValueTask RunNoticeAsync(IrcSession session, Registered state, IrcMessage message, CancellationToken cancellationToken)
    {
        if (message.Optional(1) is null || message.List(0) is not { } targets || targets.Length > session.Server.Options.MaxTargets) return;
        foreach (var target in targets)
        {
            try
            {
                await SendAsync(session, state, ChatMessageKind.Notice, target, message[1], cancellationToken);
            }
            catch (ChatException)
            {
                // Not to be answered, see above.
            }
        }
    }

    private static async ValueTask<ChatDelivery?> SendAsync(
        IrcSession session, Registered state, ChatMessageKind kind, string target, string text, CancellationToken cancellationToken)
    {
        ChatDelivery? delivery = null;
        if (IrcNames.Room(target) is { } room) await state.Chat.SendToRoomAsync(room, kind, text, cancellationToken);
        else delivery = await state.Chat.SendToPersonAsync(target, kind, text, cancellationToken);

        // Before the events that it set off: an answer must not come ahead of the question.
        if (session.Has(IrcCapabilities.EchoMessage))
        {
            var self = state.Chat.Self;
            session.Writer.WriteText(session.TagsOf(session.Server.Clock.GetUtcNow(), self), IrcNames.Source(self), IrcEvents.VerbOf(kind), target, text);
        }

        return delivery;
    }
}
