namespace PluginFramework.Chat;

/// <summary>A mode set or cleared.</summary>
/// <param name="Mode">The mode.</param>
/// <param name="IsSet">Set rather than cleared.</param>
/// <param name="Argument">Its argument, where the mode has one.</param>
public sealed record ChatModeChange(ChatMode Mode, bool IsSet, string? Argument = null);
