namespace PluginFramework.Irc.Protocol;

/// <summary>What a line turned out to be.</summary>
internal enum IrcParseResult
{
    /// <summary>A message.</summary>
    Message,

    /// <summary>Nothing; to be ignored (RFC 2812 §2.3).</summary>
    Empty,

    /// <summary>Not UTF-8.</summary>
    NotUtf8,

    /// <summary>It has a NUL, which no line may have.</summary>
    HasNul,
}
