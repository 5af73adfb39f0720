namespace PluginFramework.Chat.Rooms;

/// <summary>What somebody may do in a room.</summary>
internal readonly record struct Member(bool IsOperator, bool HasVoice);
