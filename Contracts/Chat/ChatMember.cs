namespace PluginFramework.Chat;

/// <summary>Somebody in a room.</summary>
/// <param name="Person">Who.</param>
/// <param name="IsOperator">May change the room.</param>
/// <param name="HasVoice">May speak where the room is moderated.</param>
public sealed record ChatMember(ChatPerson Person, bool IsOperator, bool HasVoice);
