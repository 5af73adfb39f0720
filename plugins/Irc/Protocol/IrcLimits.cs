namespace PluginFramework.Irc.Protocol;

/// <summary>Lengths of the protocol.</summary>
internal static class IrcLimits
{
    /// <summary>A line without tags and without its CRLF, in octets (RFC 2812 §2.3).</summary>
    public const int Body = 510;

    /// <summary>The tags with their <c>@</c> and the space after them, in octets (IRCv3 message tags).</summary>
    public const int Tags = 8191;

    /// <summary>A piece of a SASL message in base64; a piece of full length is not the last (IRCv3 SASL).</summary>
    public const int SaslPiece = 400;

    /// <summary>A SASL message in base64: far above any mechanism's.</summary>
    public const int SaslMessage = 16384;

    public const int Nickname = 64;

    /// <summary>A room's name with its sigil.</summary>
    public const int Channel = 51;

    public const int Topic = 390;

    public const int RealName = 200;

    public const int Key = 32;

    /// <summary>Modes with a parameter in one MODE command.</summary>
    public const int Modes = 6;

    /// <summary>Cuts a text, at a character's end.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
