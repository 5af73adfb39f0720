namespace PluginFramework.Chat;

/// <summary>What sort of thing is said.</summary>
public enum ChatMessageKind
{
    /// <summary>A message that may be answered by programs.</summary>
    Message,

    /// <summary>A message that no program answers (RFC 2812 §3.3.2).</summary>
    Notice,
}
