using System.Globalization;
using System.Text;
using PluginFramework.Chat;

namespace PluginFramework.Irc.Protocol;

/// <summary>Modes of rooms and their letters.</summary>
internal static class IrcModes
{
    private static readonly (char Letter, ChatMode Mode)[] All =
    [
        ('b', ChatMode.Ban), ('i', ChatMode.InviteOnly), ('k', ChatMode.Key), ('l', ChatMode.Limit), ('m', ChatMode.Moderated),
        ('n', ChatMode.NoExternalMessages), ('o', ChatMode.Operator), ('s', ChatMode.Secret), ('t', ChatMode.TopicProtected),
        ('v', ChatMode.Voice),
    ];

    public static ChatMode? Find(char letter) => Array.FindIndex(All, item => item.Letter == letter) is >= 0 and var index ? All[index].Mode : null;

    public static char Letter(ChatMode mode) => Array.Find(All, item => item.Mode == mode).Letter;

    /// <summary>Whether a change takes a parameter (CHANMODES types A, B, C and PREFIX).</summary>
    public static bool TakesParameter(ChatMode mode, bool isSet) =>
        mode is ChatMode.Ban or ChatMode.Operator or ChatMode.Voice or ChatMode.Key || (mode == ChatMode.Limit && isSet);

    /// <summary>The modes of a room as <c>+knt</c> and its parameters.</summary>
    public static string[] Format(ChatRoomModes modes)
    {
        var letters = new StringBuilder("+");
        var parameters = new List<string>();
        if (modes.InviteOnly) letters.Append('i');
        if (modes.Key is { } key)
        {
            letters.Append('k');
            parameters.Add(key);
        }

        if (modes.Limit is { } limit)
        {
            letters.Append('l');
            parameters.Add(limit.ToString(CultureInfo.InvariantCulture));
        }

        if (modes.Moderated) letters.Append('m');
        if (modes.NoExternalMessages) letters.Append('n');
        if (modes.Secret) letters.Append('s');
        if (modes.TopicProtected) letters.Append('t');
        return [letters.ToString(), .. parameters];
    }

    /// <summary>Changes as <c>+o-v</c> and their parameters.</summary>
    public static string[] Format(IEnumerable<ChatModeChange> changes)
    {
        var letters = new StringBuilder();
        var parameters = new List<string>();
        bool? sign = null;
        foreach (var change in changes)
        {
            if (sign != change.IsSet) letters.Append(change.IsSet ? '+' : '-');
            sign = change.IsSet;
            letters.Append(Letter(change.Mode));
            if (change.Argument is { } argument) parameters.Add(argument);
        }

        return [letters.ToString(), .. parameters];
    }
}
