using PluginFramework.Plugins;

namespace PluginFramework.Chat;

/// <summary>Limits of the chat network.</summary>
public sealed class ChatOptions : IPluginOptions
{
    /// <summary>How many rooms one client may be in at once. Default 50, range 1–1000: more than anybody reads.</summary>
    public int MaxRoomsPerClient { get; set; } = 50;

    /// <summary>Longest message in characters. Default 8192, range 512–65536: far above what a protocol's line holds.</summary>
    public int MaxTextLength { get; set; } = 8192;

    /// <summary>Longest topic, reason, away message or real name in characters. Default 390, range 64–4096: fits an IRC line.</summary>
    public int MaxTopicLength { get; set; } = 390;

    /// <summary>How many bans a room keeps. Default 100, range 1–1000.</summary>
    public int MaxBansPerRoom { get; set; } = 100;

    /// <summary>
    /// How many messages wait for a user who is not signed on. Default 100, range 0–500; 0 keeps none. All of them must fit the 1,024
    /// events that may wait for a client.
    /// </summary>
    public int MaxOfflineMessages { get; set; } = 100;

    /// <inheritdoc/>
    public IEnumerable<string> Validate()
    {
        if (MaxRoomsPerClient is < 1 or > 1000) yield return $"MaxRoomsPerClient is {MaxRoomsPerClient}; it must lie in 1 to 1000.";
        if (MaxTextLength is < 512 or > 65536) yield return $"MaxTextLength is {MaxTextLength}; it must lie in 512 to 65536.";
        if (MaxTopicLength is < 64 or > 4096) yield return $"MaxTopicLength is {MaxTopicLength}; it must lie in 64 to 4096.";
        if (MaxBansPerRoom is < 1 or > 1000) yield return $"MaxBansPerRoom is {MaxBansPerRoom}; it must lie in 1 to 1000.";
        if (MaxOfflineMessages is < 0 or > 500) yield return $"MaxOfflineMessages is {MaxOfflineMessages}; it must lie in 0 to 500.";
    }
}
