using PluginFramework.Chat;
using PluginFramework.Identity;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>Refusals of the chat network and of the authenticator in IRC's words.</summary>
internal static class IrcRefusals
{
    /// <summary>Answers a command that the chat network refused.</summary>
    public static void Refuse(this IrcSession session, IrcMessage message, ChatException exception)
    {
        var subject = exception.Subject;
        var channel = Array.Find(message.Parameters, IrcNames.IsChannel) ?? "*";
        switch (exception.Error)
        {
            case ChatError.TargetNotInRoom:
                session.Reply(IrcNumeric.UserNotInChannel, [subject, channel], exception.Message);
                break;
            case ChatError.AlreadyInRoom:
                session.Reply(IrcNumeric.UserOnChannel, [subject, channel], exception.Message);
                break;
            case ChatError.ModeArgumentInvalid:
                session.Reply(IrcNumeric.InvalidModeParam, [channel, subject], exception.Message);
                break;
            case ChatError.TooLong or ChatError.MailboxFull:
                session.Fail(message.Verb, exception.Error == ChatError.TooLong ? "TOO_LONG" : "MAILBOX_FULL", [subject], exception.Message);
                break;
            default:
                var (numeric, isRoom) = Numeric(exception.Error);
                session.Reply(numeric, [isRoom ? IrcNames.Channel(subject) : subject], exception.Message);
                break;
        }
    }

    public static string Describe(AuthenticationResult.Refused refusal) => refusal.Failure switch
    {
        AuthenticationFailure.Throttled => $"Too many login attempts; try again in {Math.Max(1, Math.Ceiling(refusal.RetryAfter.TotalSeconds))} s",
        AuthenticationFailure.AccountDisabled => "This account is disabled; ask the operator",
        AuthenticationFailure.ProtocolNotAllowed => "This account may not use IRC; ask the operator",
        AuthenticationFailure.PrivacyRequired => "A password may not travel in clear; connect with TLS",
        AuthenticationFailure.Malformed => "The login was not a valid exchange",
        AuthenticationFailure.SecondFactorRequired => "This account logs in with an app password here; its owner can make one",
        AuthenticationFailure.Unavailable => "The user database does not answer; try again later",
        _ => "Account or password incorrect",
    };

    private static (IrcNumeric Numeric, bool IsRoom) Numeric(ChatError error) => error switch
    {
        ChatError.NicknameInvalid => (IrcNumeric.ErroneousNickname, false),
        ChatError.NicknameInUse or ChatError.NicknameReserved => (IrcNumeric.NicknameInUse, false),
        ChatError.NoSuchPerson => (IrcNumeric.NoSuchNick, false),
        ChatError.NoSuchRoom => (IrcNumeric.NoSuchChannel, true),
        ChatError.RoomNameInvalid => (IrcNumeric.BadChannelMask, true),
        ChatError.NotInRoom => (IrcNumeric.NotOnChannel, true),
        ChatError.NotRoomOperator => (IrcNumeric.ChannelOperatorNeeded, true),
        ChatError.InviteOnly => (IrcNumeric.InviteOnlyChannel, true),
        ChatError.Banned => (IrcNumeric.BannedFromChannel, true),
        ChatError.WrongKey => (IrcNumeric.BadChannelKey, true),
        ChatError.RoomFull => (IrcNumeric.ChannelIsFull, true),
        ChatError.TooManyRooms => (IrcNumeric.TooManyChannels, true),
        ChatError.CannotSpeak => (IrcNumeric.CannotSendToChannel, true),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "A refusal without a numeric."),
    };
}
