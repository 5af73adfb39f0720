using System.Buffers;

namespace PluginFramework.Chat;

/// <summary>What names may look like.</summary>
internal static class ChatNames
{
    public const int MaxNickname = 64;
    public const int MaxRoom = 50;
    public const int MaxKey = 32;
    public const int MaxMask = 200;

    // A user's name (letters, digits, ". _ -") and what RFC 2812 §2.3.1 calls special.
    private static readonly SearchValues<char> NicknameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-[]\\`^{|}");

    private static readonly SearchValues<char> AccountCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>
    /// Whether an account may have a nickname. It begins with no digit (RFC 2812 §2.3.1), unless it is the account's own name: everybody
    /// may be called what they are called.
    /// </summary>
    public static bool IsNickname(string name, string account) =>
        name.Length is > 0 and <= MaxNickname
        && name[0] is not ('-' or '.')
        && !name.AsSpan().ContainsAnyExcept(NicknameCharacters)
        && (!char.IsAsciiDigit(name[0]) || ChatNameComparer.Instance.Equals(name, account));

    public static bool IsAccount(string name) =>
        name.Length is > 0 and <= MaxNickname && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(AccountCharacters);

    public static bool IsRoom(string name) => name.Length <= MaxRoom && IsWord(name);

    public static bool IsKey(string key) => key.Length <= MaxKey && IsWord(key);

    public static bool IsMask(string mask) => mask.Length <= MaxMask && IsWord(mask);

    /// <summary>One word without commas: what can be an item of a list in every protocol.</summary>
    private static bool IsWord(string text)
    {
        if (text.Length == 0) return false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is ',' || char.IsControl(c) || char.IsWhiteSpace(c)) return false;
            if (!char.IsSurrogate(c)) continue;
            if (!char.IsHighSurrogate(c) || ++i == text.Length || !char.IsLowSurrogate(text[i])) return false;
        }

        return true;
    }
}
