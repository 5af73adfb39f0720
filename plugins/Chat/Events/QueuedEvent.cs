namespace PluginFramework.Chat.Events;

/// <summary>An event that waits for a session's reader.</summary>
internal readonly record struct QueuedEvent(ChatEvent Event, IReceipt? Receipt);
