using PluginFramework.Chat;

namespace PluginFramework.Irc.Protocol;

/// <summary>How people and rooms are written.</summary>
internal static class IrcNames
{
    /// <summary>A room's name as a channel's.</summary>
    public static string Channel(string room) => "#" + room;

    /// <summary>The room of a channel's name, or <see langword="null"/> where it is none.</summary>
    public static string? Room(string channel) => channel.Length > 1 && channel[0] == '#' ? channel[1..] : null;

    public static bool IsChannel(string target) => target.StartsWith('#');

    /// <summary>The source of a line. The host is the name of the protocol: addresses are nobody's business.</summary>
    public static string Source(ChatPerson person) => $"{person.Nickname}!{person.Account}@{person.Protocol}";

    public static bool AreEqual(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    public static string Prefix(ChatMember member, bool all) => (member.IsOperator, member.HasVoice) switch
    {
        (true, true) => all ? "@+" : "@",
        (true, false) => "@",
        (false, true) => "+",
        _ => "",
    };
}
