using System.Globalization;
using PluginFramework.Chat;
using PluginFramework.Irc.Protocol;

namespace PluginFramework.Irc;

/// <summary>Tells a client what happened.</summary>
internal static class IrcEvents
{
    public static void Write(this IrcSession session, ChatEvent chatEvent)
    {
        var source = IrcNames.Source(chatEvent.Source);
        var tags = session.TagsOf(chatEvent.At, chatEvent.Source);
        var writer = session.Writer;
        switch (chatEvent)
        {
            case ChatEvent.RoomMessage said:
                writer.WriteText(tags, source, VerbOf(said.Kind), IrcNames.Channel(said.Room), said.Text);
                break;
            case ChatEvent.DirectMessage said:
                writer.WriteText(tags, source, VerbOf(said.Kind), session.Nickname, Dated(session, said));
                break;
            case ChatEvent.Joined joined:
                WriteJoined(session, joined, tags, source);
                break;
            case ChatEvent.Parted parted:
                writer.Write(tags, source, "PART", [IrcNames.Channel(parted.Room)], parted.Reason);
                break;
            case ChatEvent.Kicked kicked:
                writer.Write(tags, source, "KICK", [IrcNames.Channel(kicked.Room), kicked.Target.Nickname], kicked.Reason ?? kicked.Source.Nickname);
                break;
            case ChatEvent.SignedOff signedOff:
                writer.Write(tags, source, "QUIT", [], signedOff.Reason ?? "Signed off");
                break;
            case ChatEvent.Renamed renamed:
                writer.Write(tags, source, "NICK", [renamed.Nickname]);
                if (session.IsSelf(renamed.Source)) session.Nickname = renamed.Nickname;
                break;
            case ChatEvent.TopicChanged changed:
                writer.Write(tags, source, "TOPIC", [IrcNames.Channel(changed.Room)], changed.Topic);
                break;
            case ChatEvent.ModesChanged changed:
                writer.Write(tags, source, "MODE", [IrcNames.Channel(changed.Room), .. IrcModes.Format(changed.Changes)]);
                break;
            case ChatEvent.Invited invited:
                writer.Write(tags, source, "INVITE", [session.Nickname, IrcNames.Channel(invited.Room)]);
                break;
            case ChatEvent.AwayChanged changed:
                if (session.Has(IrcCapabilities.AwayNotify) && !session.IsSelf(changed.Source)) writer.Write(tags, source, "AWAY", [], changed.Message);
                break;
        }
    }

    public static string VerbOf(ChatMessageKind kind) => kind == ChatMessageKind.Notice ? "NOTICE" : "PRIVMSG";

    private static void WriteJoined(IrcSession session, ChatEvent.Joined joined, IrcTags tags, string source)
    {
        var channel = IrcNames.Channel(joined.Room);
        if (session.Has(IrcCapabilities.ExtendedJoin))
            session.Writer.Write(tags, source, "JOIN", [channel, joined.Source.IsBot ? "*" : joined.Source.Account], joined.Source.RealName);
        else
            session.Writer.Write(tags, source, "JOIN", [channel]);

        if (session.IsSelf(joined.Source) && session.Entering is { } room)
        {
            if (room.Topic.Length > 0) session.ReplyTopic(room);
            session.ReplyNames(room);
        }
        else if (session.Has(IrcCapabilities.AwayNotify) && joined.Source.Away is { } away)
        {
            session.Writer.Write(tags, source, "AWAY", [], away);
        }
    }

    /// <summary>A message from the time away says when it was sent, where the client does not show the time tag.</summary>
    private static string Dated(IrcSession session, ChatEvent.DirectMessage said) => said.IsDelayed && !session.Has(IrcCapabilities.ServerTime)
        ? string.Create(CultureInfo.InvariantCulture, $"[{said.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC] {said.Text}")
        : said.Text;
}
